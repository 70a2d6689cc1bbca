import { type Failure, unreachable } from "@sordini/base";
import type { Command, Plan, PlanContext, ReplyTo } from "../commands.ts";
import type { Image } from "../image.ts";
import {
  planFenceBroker,
  planRegisterBroker,
  planShutDownBroker,
  planUnfenceBroker,
  planUnregisterBroker,
} from "./brokers.ts";
import { planAlterConfigs } from "./configs.ts";
import { planDeleteTopics } from "./delete-topics.ts";
import { planElectLeaders } from "./elections.ts";
import { planAlterPartition } from "./partitions.ts";
import { planAllocateProducerIds } from "./producer-ids.ts";
import { planCreatePartitions, planCreateTopics } from "./topics.ts";

/**
 * Decides what `command` does to `image`, and changes nothing: the records take effect when they
 * are replayed, after they have committed. The image must hold every change that was planned
 * before, since the next plan builds on it (I12). So a Failure, or a plan without records, may rest
 * on changes that are still in flight: it is true only once those have committed (B35).
 */
export function plan<C extends Command>(
  image: Image,
  command: C,
  context: PlanContext,
): Plan<ReplyTo<C>> | Failure {
  return planCommand(image, command, context) as Plan<ReplyTo<C>> | Failure;
}

function planCommand(image: Image, command: Command, context: PlanContext): Plan | Failure {
  switch (command.kind) {
    case "createTopics":
      return planCreateTopics(image, command, context);
    case "deleteTopics":
      return planDeleteTopics(image, command);
    case "createPartitions":
      return planCreatePartitions(image, command, context);
    case "alterConfigs":
      return planAlterConfigs(image, command);
    case "electLeaders":
      return planElectLeaders(image, command);
    case "unregisterBroker":
      return planUnregisterBroker(image, command, context);
    case "alterPartition":
      return planAlterPartition(image, command);
    case "allocateProducerIds":
      return planAllocateProducerIds(image, command);
    case "registerBroker":
      return planRegisterBroker(image, command, context);
    case "unfenceBroker":
      return planUnfenceBroker(image, command, context);
    case "fenceBroker":
      return planFenceBroker(image, command, context);
    case "shutDownBroker":
      return planShutDownBroker(image, command);
    default:
      return unreachable(command);
  }
}
