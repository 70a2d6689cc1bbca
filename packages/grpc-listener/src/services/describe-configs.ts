import { errorCode, type Failure, failure, isFailure } from "@sordini/base";
import type { BrokerApi } from "@sordini/broker";
import type { DescribedConfig } from "@sordini/metadata";
import type { adminService, UnaryHandler } from "@sordini/rpc";

type Resource = { readonly type: string; readonly name: string };

/** DescribeConfigs for topics, from this broker's image and its static settings. */
export function describeConfigsHandler(
  broker: Pick<BrokerApi, "metadata">,
): UnaryHandler<typeof adminService.describeConfigs> {
  return ({ resources }) => ({
    resources: resources.map((resource) => {
      const described = describe(broker, resource);
      return isFailure(described)
        ? { resource, errorCode: errorCode(described.error), errorMessage: described.message }
        : { resource, entries: described.map(toEntry) };
    }),
  });
}

function describe(
  broker: Pick<BrokerApi, "metadata">,
  { type, name }: Resource,
): readonly DescribedConfig[] | Failure {
  if (type === "topic") return broker.metadata.topicConfigs(name);
  const message = `configs of ${type || "nothing"} cannot be described; allowed: topic`;
  return failure("INVALID_REQUEST", message);
}

function toEntry({ key, value, source, documentation }: DescribedConfig) {
  return { key, value, source, documentation };
}
