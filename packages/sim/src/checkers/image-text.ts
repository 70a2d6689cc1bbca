import { type Image, imageToRecords } from "@sordini/metadata";

/** An image never changes, so that its text is made once however often it is compared. */
const texts = new WeakMap<Image, string>();

/** Equal in content, whatever history led to them. */
export function isSameImage(a: Image, b: Image): boolean {
  return a === b || textOf(a) === textOf(b);
}

function textOf(image: Image): string {
  let text = texts.get(image);
  if (text === undefined) {
    text = JSON.stringify(imageToRecords(image));
    texts.set(image, text);
  }
  return text;
}
