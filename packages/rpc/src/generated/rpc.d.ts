// Generated from proto/ by `npm run gen`; not edited by hand.
import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace sordini. */
export namespace sordini {

    /** Namespace client. */
    namespace client {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a CurrentLeader.
             * @deprecated Use sordini.client.v1.CurrentLeader.$Properties instead.
             */
            interface ICurrentLeader extends sordini.client.v1.CurrentLeader.$Properties {
            }

            /** Represents a CurrentLeader. */
            class CurrentLeader {

                /**
                 * Constructs a new CurrentLeader.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.CurrentLeader.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CurrentLeader leaderId. */
                leaderId: number;

                /** CurrentLeader leaderEpoch. */
                leaderEpoch: number;

                /** CurrentLeader host. */
                host: string;

                /** CurrentLeader port. */
                port: number;

                /**
                 * Creates a new CurrentLeader instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns CurrentLeader instance
                 */
                static create(properties: sordini.client.v1.CurrentLeader.$Shape): sordini.client.v1.CurrentLeader & sordini.client.v1.CurrentLeader.$Shape;
                static create(properties?: sordini.client.v1.CurrentLeader.$Properties): sordini.client.v1.CurrentLeader;

                /**
                 * Encodes the specified CurrentLeader message. Does not implicitly {@link sordini.client.v1.CurrentLeader.verify|verify} messages.
                 * @param message CurrentLeader message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.CurrentLeader.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CurrentLeader message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.CurrentLeader & sordini.client.v1.CurrentLeader.$Shape} CurrentLeader
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.CurrentLeader & sordini.client.v1.CurrentLeader.$Shape;
            }

            namespace CurrentLeader {

                /** Properties of a CurrentLeader. */
                interface $Properties {

                    /** CurrentLeader leaderId */
                    leaderId?: (number|null);

                    /** CurrentLeader leaderEpoch */
                    leaderEpoch?: (number|null);

                    /** CurrentLeader host */
                    host?: (string|null);

                    /** CurrentLeader port */
                    port?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CurrentLeader. */
                type $Shape = sordini.client.v1.CurrentLeader.$Properties;
            }

            /**
             * Properties of a ProduceRequest.
             * @deprecated Use sordini.client.v1.ProduceRequest.$Properties instead.
             */
            interface IProduceRequest extends sordini.client.v1.ProduceRequest.$Properties {
            }

            /** Represents a ProduceRequest. */
            class ProduceRequest {

                /**
                 * Constructs a new ProduceRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.ProduceRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ProduceRequest requestId. */
                requestId: number;

                /** ProduceRequest acks. */
                acks: number;

                /** ProduceRequest timeoutMs. */
                timeoutMs: number;

                /** ProduceRequest partitions. */
                partitions: sordini.client.v1.ProducePartition.$Properties[];

                /**
                 * Creates a new ProduceRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ProduceRequest instance
                 */
                static create(properties: sordini.client.v1.ProduceRequest.$Shape): sordini.client.v1.ProduceRequest & sordini.client.v1.ProduceRequest.$Shape;
                static create(properties?: sordini.client.v1.ProduceRequest.$Properties): sordini.client.v1.ProduceRequest;

                /**
                 * Encodes the specified ProduceRequest message. Does not implicitly {@link sordini.client.v1.ProduceRequest.verify|verify} messages.
                 * @param message ProduceRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.ProduceRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ProduceRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.ProduceRequest & sordini.client.v1.ProduceRequest.$Shape} ProduceRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.ProduceRequest & sordini.client.v1.ProduceRequest.$Shape;
            }

            namespace ProduceRequest {

                /** Properties of a ProduceRequest. */
                interface $Properties {

                    /** ProduceRequest requestId */
                    requestId?: (number|null);

                    /** ProduceRequest acks */
                    acks?: (number|null);

                    /** ProduceRequest timeoutMs */
                    timeoutMs?: (number|null);

                    /** ProduceRequest partitions */
                    partitions?: (sordini.client.v1.ProducePartition.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ProduceRequest. */
                type $Shape = sordini.client.v1.ProduceRequest.$Properties;
            }

            /**
             * Properties of a ProducePartition.
             * @deprecated Use sordini.client.v1.ProducePartition.$Properties instead.
             */
            interface IProducePartition extends sordini.client.v1.ProducePartition.$Properties {
            }

            /** Represents a ProducePartition. */
            class ProducePartition {

                /**
                 * Constructs a new ProducePartition.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.ProducePartition.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ProducePartition topicId. */
                topicId: string;

                /** ProducePartition partition. */
                partition: number;

                /** ProducePartition leaderEpoch. */
                leaderEpoch: number;

                /** ProducePartition batches. */
                batches: Uint8Array;

                /**
                 * Creates a new ProducePartition instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ProducePartition instance
                 */
                static create(properties: sordini.client.v1.ProducePartition.$Shape): sordini.client.v1.ProducePartition & sordini.client.v1.ProducePartition.$Shape;
                static create(properties?: sordini.client.v1.ProducePartition.$Properties): sordini.client.v1.ProducePartition;

                /**
                 * Encodes the specified ProducePartition message. Does not implicitly {@link sordini.client.v1.ProducePartition.verify|verify} messages.
                 * @param message ProducePartition message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.ProducePartition.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ProducePartition message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.ProducePartition & sordini.client.v1.ProducePartition.$Shape} ProducePartition
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.ProducePartition & sordini.client.v1.ProducePartition.$Shape;
            }

            namespace ProducePartition {

                /** Properties of a ProducePartition. */
                interface $Properties {

                    /** ProducePartition topicId */
                    topicId?: (string|null);

                    /** ProducePartition partition */
                    partition?: (number|null);

                    /** ProducePartition leaderEpoch */
                    leaderEpoch?: (number|null);

                    /** ProducePartition batches */
                    batches?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ProducePartition. */
                type $Shape = sordini.client.v1.ProducePartition.$Properties;
            }

            /**
             * Properties of a ProduceResponse.
             * @deprecated Use sordini.client.v1.ProduceResponse.$Properties instead.
             */
            interface IProduceResponse extends sordini.client.v1.ProduceResponse.$Properties {
            }

            /** Represents a ProduceResponse. */
            class ProduceResponse {

                /**
                 * Constructs a new ProduceResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.ProduceResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ProduceResponse creditBytes. */
                creditBytes: number;

                /** ProduceResponse results. */
                results: sordini.client.v1.ProduceResult.$Properties[];

                /**
                 * Creates a new ProduceResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ProduceResponse instance
                 */
                static create(properties: sordini.client.v1.ProduceResponse.$Shape): sordini.client.v1.ProduceResponse & sordini.client.v1.ProduceResponse.$Shape;
                static create(properties?: sordini.client.v1.ProduceResponse.$Properties): sordini.client.v1.ProduceResponse;

                /**
                 * Encodes the specified ProduceResponse message. Does not implicitly {@link sordini.client.v1.ProduceResponse.verify|verify} messages.
                 * @param message ProduceResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.ProduceResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ProduceResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.ProduceResponse & sordini.client.v1.ProduceResponse.$Shape} ProduceResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.ProduceResponse & sordini.client.v1.ProduceResponse.$Shape;
            }

            namespace ProduceResponse {

                /** Properties of a ProduceResponse. */
                interface $Properties {

                    /** ProduceResponse creditBytes */
                    creditBytes?: (number|null);

                    /** ProduceResponse results */
                    results?: (sordini.client.v1.ProduceResult.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ProduceResponse. */
                type $Shape = sordini.client.v1.ProduceResponse.$Properties;
            }

            /**
             * Properties of a ProduceResult.
             * @deprecated Use sordini.client.v1.ProduceResult.$Properties instead.
             */
            interface IProduceResult extends sordini.client.v1.ProduceResult.$Properties {
            }

            /** Represents a ProduceResult. */
            class ProduceResult {

                /**
                 * Constructs a new ProduceResult.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.ProduceResult.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ProduceResult requestId. */
                requestId: number;

                /** ProduceResult topicId. */
                topicId: string;

                /** ProduceResult partition. */
                partition: number;

                /** ProduceResult errorCode. */
                errorCode: number;

                /** ProduceResult errorMessage. */
                errorMessage: string;

                /** ProduceResult baseOffset. */
                baseOffset: number;

                /** ProduceResult logStartOffset. */
                logStartOffset: number;

                /** ProduceResult currentLeader. */
                currentLeader?: (sordini.client.v1.CurrentLeader.$Properties|null);

                /**
                 * Creates a new ProduceResult instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ProduceResult instance
                 */
                static create(properties: sordini.client.v1.ProduceResult.$Shape): sordini.client.v1.ProduceResult & sordini.client.v1.ProduceResult.$Shape;
                static create(properties?: sordini.client.v1.ProduceResult.$Properties): sordini.client.v1.ProduceResult;

                /**
                 * Encodes the specified ProduceResult message. Does not implicitly {@link sordini.client.v1.ProduceResult.verify|verify} messages.
                 * @param message ProduceResult message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.ProduceResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ProduceResult message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.ProduceResult & sordini.client.v1.ProduceResult.$Shape} ProduceResult
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.ProduceResult & sordini.client.v1.ProduceResult.$Shape;
            }

            namespace ProduceResult {

                /** Properties of a ProduceResult. */
                interface $Properties {

                    /** ProduceResult requestId */
                    requestId?: (number|null);

                    /** ProduceResult topicId */
                    topicId?: (string|null);

                    /** ProduceResult partition */
                    partition?: (number|null);

                    /** ProduceResult errorCode */
                    errorCode?: (number|null);

                    /** ProduceResult errorMessage */
                    errorMessage?: (string|null);

                    /** ProduceResult baseOffset */
                    baseOffset?: (number|null);

                    /** ProduceResult logStartOffset */
                    logStartOffset?: (number|null);

                    /** ProduceResult currentLeader */
                    currentLeader?: (sordini.client.v1.CurrentLeader.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ProduceResult. */
                type $Shape = sordini.client.v1.ProduceResult.$Properties;
            }

            /**
             * Properties of a ConsumeRequest.
             * @deprecated Use sordini.client.v1.ConsumeRequest.$Properties instead.
             */
            interface IConsumeRequest extends sordini.client.v1.ConsumeRequest.$Properties {
            }

            /** Represents a ConsumeRequest. */
            class ConsumeRequest {

                /**
                 * Constructs a new ConsumeRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.ConsumeRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ConsumeRequest assign. */
                assign: sordini.client.v1.ConsumePartition.$Properties[];

                /** ConsumeRequest unassign. */
                unassign: sordini.client.v1.UnassignPartition.$Properties[];

                /** ConsumeRequest creditBytes. */
                creditBytes: number;

                /** ConsumeRequest minBytes. */
                minBytes: number;

                /** ConsumeRequest maxWaitMs. */
                maxWaitMs: number;

                /** ConsumeRequest maxBytes. */
                maxBytes: number;

                /**
                 * Creates a new ConsumeRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ConsumeRequest instance
                 */
                static create(properties: sordini.client.v1.ConsumeRequest.$Shape): sordini.client.v1.ConsumeRequest & sordini.client.v1.ConsumeRequest.$Shape;
                static create(properties?: sordini.client.v1.ConsumeRequest.$Properties): sordini.client.v1.ConsumeRequest;

                /**
                 * Encodes the specified ConsumeRequest message. Does not implicitly {@link sordini.client.v1.ConsumeRequest.verify|verify} messages.
                 * @param message ConsumeRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.ConsumeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ConsumeRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.ConsumeRequest & sordini.client.v1.ConsumeRequest.$Shape} ConsumeRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.ConsumeRequest & sordini.client.v1.ConsumeRequest.$Shape;
            }

            namespace ConsumeRequest {

                /** Properties of a ConsumeRequest. */
                interface $Properties {

                    /** ConsumeRequest assign */
                    assign?: (sordini.client.v1.ConsumePartition.$Properties[]|null);

                    /** ConsumeRequest unassign */
                    unassign?: (sordini.client.v1.UnassignPartition.$Properties[]|null);

                    /** ConsumeRequest creditBytes */
                    creditBytes?: (number|null);

                    /** ConsumeRequest minBytes */
                    minBytes?: (number|null);

                    /** ConsumeRequest maxWaitMs */
                    maxWaitMs?: (number|null);

                    /** ConsumeRequest maxBytes */
                    maxBytes?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ConsumeRequest. */
                type $Shape = sordini.client.v1.ConsumeRequest.$Properties;
            }

            /**
             * Properties of a ConsumePartition.
             * @deprecated Use sordini.client.v1.ConsumePartition.$Properties instead.
             */
            interface IConsumePartition extends sordini.client.v1.ConsumePartition.$Properties {
            }

            /** Represents a ConsumePartition. */
            class ConsumePartition {

                /**
                 * Constructs a new ConsumePartition.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.ConsumePartition.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ConsumePartition topicId. */
                topicId: string;

                /** ConsumePartition partition. */
                partition: number;

                /** ConsumePartition leaderEpoch. */
                leaderEpoch: number;

                /** ConsumePartition offset. */
                offset: number;

                /** ConsumePartition assignmentId. */
                assignmentId: number;

                /**
                 * Creates a new ConsumePartition instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ConsumePartition instance
                 */
                static create(properties: sordini.client.v1.ConsumePartition.$Shape): sordini.client.v1.ConsumePartition & sordini.client.v1.ConsumePartition.$Shape;
                static create(properties?: sordini.client.v1.ConsumePartition.$Properties): sordini.client.v1.ConsumePartition;

                /**
                 * Encodes the specified ConsumePartition message. Does not implicitly {@link sordini.client.v1.ConsumePartition.verify|verify} messages.
                 * @param message ConsumePartition message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.ConsumePartition.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ConsumePartition message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.ConsumePartition & sordini.client.v1.ConsumePartition.$Shape} ConsumePartition
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.ConsumePartition & sordini.client.v1.ConsumePartition.$Shape;
            }

            namespace ConsumePartition {

                /** Properties of a ConsumePartition. */
                interface $Properties {

                    /** ConsumePartition topicId */
                    topicId?: (string|null);

                    /** ConsumePartition partition */
                    partition?: (number|null);

                    /** ConsumePartition leaderEpoch */
                    leaderEpoch?: (number|null);

                    /** ConsumePartition offset */
                    offset?: (number|null);

                    /** ConsumePartition assignmentId */
                    assignmentId?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ConsumePartition. */
                type $Shape = sordini.client.v1.ConsumePartition.$Properties;
            }

            /**
             * Properties of an UnassignPartition.
             * @deprecated Use sordini.client.v1.UnassignPartition.$Properties instead.
             */
            interface IUnassignPartition extends sordini.client.v1.UnassignPartition.$Properties {
            }

            /** Represents an UnassignPartition. */
            class UnassignPartition {

                /**
                 * Constructs a new UnassignPartition.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.UnassignPartition.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** UnassignPartition topicId. */
                topicId: string;

                /** UnassignPartition partition. */
                partition: number;

                /**
                 * Creates a new UnassignPartition instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns UnassignPartition instance
                 */
                static create(properties: sordini.client.v1.UnassignPartition.$Shape): sordini.client.v1.UnassignPartition & sordini.client.v1.UnassignPartition.$Shape;
                static create(properties?: sordini.client.v1.UnassignPartition.$Properties): sordini.client.v1.UnassignPartition;

                /**
                 * Encodes the specified UnassignPartition message. Does not implicitly {@link sordini.client.v1.UnassignPartition.verify|verify} messages.
                 * @param message UnassignPartition message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.UnassignPartition.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an UnassignPartition message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.UnassignPartition & sordini.client.v1.UnassignPartition.$Shape} UnassignPartition
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.UnassignPartition & sordini.client.v1.UnassignPartition.$Shape;
            }

            namespace UnassignPartition {

                /** Properties of an UnassignPartition. */
                interface $Properties {

                    /** UnassignPartition topicId */
                    topicId?: (string|null);

                    /** UnassignPartition partition */
                    partition?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an UnassignPartition. */
                type $Shape = sordini.client.v1.UnassignPartition.$Properties;
            }

            /**
             * Properties of a ConsumeResponse.
             * @deprecated Use sordini.client.v1.ConsumeResponse.$Properties instead.
             */
            interface IConsumeResponse extends sordini.client.v1.ConsumeResponse.$Properties {
            }

            /** Represents a ConsumeResponse. */
            class ConsumeResponse {

                /**
                 * Constructs a new ConsumeResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.ConsumeResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ConsumeResponse partitions. */
                partitions: sordini.client.v1.ConsumedPartition.$Properties[];

                /**
                 * Creates a new ConsumeResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ConsumeResponse instance
                 */
                static create(properties: sordini.client.v1.ConsumeResponse.$Shape): sordini.client.v1.ConsumeResponse & sordini.client.v1.ConsumeResponse.$Shape;
                static create(properties?: sordini.client.v1.ConsumeResponse.$Properties): sordini.client.v1.ConsumeResponse;

                /**
                 * Encodes the specified ConsumeResponse message. Does not implicitly {@link sordini.client.v1.ConsumeResponse.verify|verify} messages.
                 * @param message ConsumeResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.ConsumeResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ConsumeResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.ConsumeResponse & sordini.client.v1.ConsumeResponse.$Shape} ConsumeResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.ConsumeResponse & sordini.client.v1.ConsumeResponse.$Shape;
            }

            namespace ConsumeResponse {

                /** Properties of a ConsumeResponse. */
                interface $Properties {

                    /** ConsumeResponse partitions */
                    partitions?: (sordini.client.v1.ConsumedPartition.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ConsumeResponse. */
                type $Shape = sordini.client.v1.ConsumeResponse.$Properties;
            }

            /**
             * Properties of a ConsumedPartition.
             * @deprecated Use sordini.client.v1.ConsumedPartition.$Properties instead.
             */
            interface IConsumedPartition extends sordini.client.v1.ConsumedPartition.$Properties {
            }

            /** Represents a ConsumedPartition. */
            class ConsumedPartition {

                /**
                 * Constructs a new ConsumedPartition.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.ConsumedPartition.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ConsumedPartition topicId. */
                topicId: string;

                /** ConsumedPartition partition. */
                partition: number;

                /** ConsumedPartition assignmentId. */
                assignmentId: number;

                /** ConsumedPartition errorCode. */
                errorCode: number;

                /** ConsumedPartition errorMessage. */
                errorMessage: string;

                /** ConsumedPartition highWatermark. */
                highWatermark: number;

                /** ConsumedPartition logStartOffset. */
                logStartOffset: number;

                /** ConsumedPartition currentLeader. */
                currentLeader?: (sordini.client.v1.CurrentLeader.$Properties|null);

                /** ConsumedPartition batches. */
                batches: Uint8Array;

                /**
                 * Creates a new ConsumedPartition instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ConsumedPartition instance
                 */
                static create(properties: sordini.client.v1.ConsumedPartition.$Shape): sordini.client.v1.ConsumedPartition & sordini.client.v1.ConsumedPartition.$Shape;
                static create(properties?: sordini.client.v1.ConsumedPartition.$Properties): sordini.client.v1.ConsumedPartition;

                /**
                 * Encodes the specified ConsumedPartition message. Does not implicitly {@link sordini.client.v1.ConsumedPartition.verify|verify} messages.
                 * @param message ConsumedPartition message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.ConsumedPartition.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ConsumedPartition message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.ConsumedPartition & sordini.client.v1.ConsumedPartition.$Shape} ConsumedPartition
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.ConsumedPartition & sordini.client.v1.ConsumedPartition.$Shape;
            }

            namespace ConsumedPartition {

                /** Properties of a ConsumedPartition. */
                interface $Properties {

                    /** ConsumedPartition topicId */
                    topicId?: (string|null);

                    /** ConsumedPartition partition */
                    partition?: (number|null);

                    /** ConsumedPartition assignmentId */
                    assignmentId?: (number|null);

                    /** ConsumedPartition errorCode */
                    errorCode?: (number|null);

                    /** ConsumedPartition errorMessage */
                    errorMessage?: (string|null);

                    /** ConsumedPartition highWatermark */
                    highWatermark?: (number|null);

                    /** ConsumedPartition logStartOffset */
                    logStartOffset?: (number|null);

                    /** ConsumedPartition currentLeader */
                    currentLeader?: (sordini.client.v1.CurrentLeader.$Properties|null);

                    /** ConsumedPartition batches */
                    batches?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ConsumedPartition. */
                type $Shape = sordini.client.v1.ConsumedPartition.$Properties;
            }

            /**
             * Properties of a GetMetadataRequest.
             * @deprecated Use sordini.client.v1.GetMetadataRequest.$Properties instead.
             */
            interface IGetMetadataRequest extends sordini.client.v1.GetMetadataRequest.$Properties {
            }

            /** Represents a GetMetadataRequest. */
            class GetMetadataRequest {

                /**
                 * Constructs a new GetMetadataRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.GetMetadataRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetMetadataRequest topics. */
                topics: string[];

                /** GetMetadataRequest allTopics. */
                allTopics: boolean;

                /**
                 * Creates a new GetMetadataRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns GetMetadataRequest instance
                 */
                static create(properties: sordini.client.v1.GetMetadataRequest.$Shape): sordini.client.v1.GetMetadataRequest & sordini.client.v1.GetMetadataRequest.$Shape;
                static create(properties?: sordini.client.v1.GetMetadataRequest.$Properties): sordini.client.v1.GetMetadataRequest;

                /**
                 * Encodes the specified GetMetadataRequest message. Does not implicitly {@link sordini.client.v1.GetMetadataRequest.verify|verify} messages.
                 * @param message GetMetadataRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.GetMetadataRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetMetadataRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.GetMetadataRequest & sordini.client.v1.GetMetadataRequest.$Shape} GetMetadataRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.GetMetadataRequest & sordini.client.v1.GetMetadataRequest.$Shape;
            }

            namespace GetMetadataRequest {

                /** Properties of a GetMetadataRequest. */
                interface $Properties {

                    /** GetMetadataRequest topics */
                    topics?: (string[]|null);

                    /** GetMetadataRequest allTopics */
                    allTopics?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetMetadataRequest. */
                type $Shape = sordini.client.v1.GetMetadataRequest.$Properties;
            }

            /**
             * Properties of a GetMetadataResponse.
             * @deprecated Use sordini.client.v1.GetMetadataResponse.$Properties instead.
             */
            interface IGetMetadataResponse extends sordini.client.v1.GetMetadataResponse.$Properties {
            }

            /** Represents a GetMetadataResponse. */
            class GetMetadataResponse {

                /**
                 * Constructs a new GetMetadataResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.GetMetadataResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetMetadataResponse clusterId. */
                clusterId: string;

                /** GetMetadataResponse controllerId. */
                controllerId: number;

                /** GetMetadataResponse brokers. */
                brokers: sordini.client.v1.Broker.$Properties[];

                /** GetMetadataResponse topics. */
                topics: sordini.client.v1.Topic.$Properties[];

                /**
                 * Creates a new GetMetadataResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns GetMetadataResponse instance
                 */
                static create(properties: sordini.client.v1.GetMetadataResponse.$Shape): sordini.client.v1.GetMetadataResponse & sordini.client.v1.GetMetadataResponse.$Shape;
                static create(properties?: sordini.client.v1.GetMetadataResponse.$Properties): sordini.client.v1.GetMetadataResponse;

                /**
                 * Encodes the specified GetMetadataResponse message. Does not implicitly {@link sordini.client.v1.GetMetadataResponse.verify|verify} messages.
                 * @param message GetMetadataResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.GetMetadataResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetMetadataResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.GetMetadataResponse & sordini.client.v1.GetMetadataResponse.$Shape} GetMetadataResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.GetMetadataResponse & sordini.client.v1.GetMetadataResponse.$Shape;
            }

            namespace GetMetadataResponse {

                /** Properties of a GetMetadataResponse. */
                interface $Properties {

                    /** GetMetadataResponse clusterId */
                    clusterId?: (string|null);

                    /** GetMetadataResponse controllerId */
                    controllerId?: (number|null);

                    /** GetMetadataResponse brokers */
                    brokers?: (sordini.client.v1.Broker.$Properties[]|null);

                    /** GetMetadataResponse topics */
                    topics?: (sordini.client.v1.Topic.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetMetadataResponse. */
                type $Shape = sordini.client.v1.GetMetadataResponse.$Properties;
            }

            /**
             * Properties of a Broker.
             * @deprecated Use sordini.client.v1.Broker.$Properties instead.
             */
            interface IBroker extends sordini.client.v1.Broker.$Properties {
            }

            /** Represents a Broker. */
            class Broker {

                /**
                 * Constructs a new Broker.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.Broker.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Broker nodeId. */
                nodeId: number;

                /** Broker host. */
                host: string;

                /** Broker port. */
                port: number;

                /** Broker rack. */
                rack: string;

                /** Broker fenced. */
                fenced: boolean;

                /**
                 * Creates a new Broker instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Broker instance
                 */
                static create(properties: sordini.client.v1.Broker.$Shape): sordini.client.v1.Broker & sordini.client.v1.Broker.$Shape;
                static create(properties?: sordini.client.v1.Broker.$Properties): sordini.client.v1.Broker;

                /**
                 * Encodes the specified Broker message. Does not implicitly {@link sordini.client.v1.Broker.verify|verify} messages.
                 * @param message Broker message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.Broker.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Broker message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.Broker & sordini.client.v1.Broker.$Shape} Broker
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.Broker & sordini.client.v1.Broker.$Shape;
            }

            namespace Broker {

                /** Properties of a Broker. */
                interface $Properties {

                    /** Broker nodeId */
                    nodeId?: (number|null);

                    /** Broker host */
                    host?: (string|null);

                    /** Broker port */
                    port?: (number|null);

                    /** Broker rack */
                    rack?: (string|null);

                    /** Broker fenced */
                    fenced?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Broker. */
                type $Shape = sordini.client.v1.Broker.$Properties;
            }

            /**
             * Properties of a Topic.
             * @deprecated Use sordini.client.v1.Topic.$Properties instead.
             */
            interface ITopic extends sordini.client.v1.Topic.$Properties {
            }

            /** Represents a Topic. */
            class Topic {

                /**
                 * Constructs a new Topic.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.Topic.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Topic errorCode. */
                errorCode: number;

                /** Topic errorMessage. */
                errorMessage: string;

                /** Topic name. */
                name: string;

                /** Topic topicId. */
                topicId: string;

                /** Topic partitions. */
                partitions: sordini.client.v1.Partition.$Properties[];

                /**
                 * Creates a new Topic instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Topic instance
                 */
                static create(properties: sordini.client.v1.Topic.$Shape): sordini.client.v1.Topic & sordini.client.v1.Topic.$Shape;
                static create(properties?: sordini.client.v1.Topic.$Properties): sordini.client.v1.Topic;

                /**
                 * Encodes the specified Topic message. Does not implicitly {@link sordini.client.v1.Topic.verify|verify} messages.
                 * @param message Topic message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.Topic.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Topic message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.Topic & sordini.client.v1.Topic.$Shape} Topic
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.Topic & sordini.client.v1.Topic.$Shape;
            }

            namespace Topic {

                /** Properties of a Topic. */
                interface $Properties {

                    /** Topic errorCode */
                    errorCode?: (number|null);

                    /** Topic errorMessage */
                    errorMessage?: (string|null);

                    /** Topic name */
                    name?: (string|null);

                    /** Topic topicId */
                    topicId?: (string|null);

                    /** Topic partitions */
                    partitions?: (sordini.client.v1.Partition.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Topic. */
                type $Shape = sordini.client.v1.Topic.$Properties;
            }

            /**
             * Properties of a Partition.
             * @deprecated Use sordini.client.v1.Partition.$Properties instead.
             */
            interface IPartition extends sordini.client.v1.Partition.$Properties {
            }

            /** Represents a Partition. */
            class Partition {

                /**
                 * Constructs a new Partition.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.Partition.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Partition partition. */
                partition: number;

                /** Partition leaderId. */
                leaderId: number;

                /** Partition leaderEpoch. */
                leaderEpoch: number;

                /** Partition replicas. */
                replicas: number[];

                /** Partition isr. */
                isr: number[];

                /**
                 * Creates a new Partition instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Partition instance
                 */
                static create(properties: sordini.client.v1.Partition.$Shape): sordini.client.v1.Partition & sordini.client.v1.Partition.$Shape;
                static create(properties?: sordini.client.v1.Partition.$Properties): sordini.client.v1.Partition;

                /**
                 * Encodes the specified Partition message. Does not implicitly {@link sordini.client.v1.Partition.verify|verify} messages.
                 * @param message Partition message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.Partition.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Partition message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.Partition & sordini.client.v1.Partition.$Shape} Partition
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.Partition & sordini.client.v1.Partition.$Shape;
            }

            namespace Partition {

                /** Properties of a Partition. */
                interface $Properties {

                    /** Partition partition */
                    partition?: (number|null);

                    /** Partition leaderId */
                    leaderId?: (number|null);

                    /** Partition leaderEpoch */
                    leaderEpoch?: (number|null);

                    /** Partition replicas */
                    replicas?: (number[]|null);

                    /** Partition isr */
                    isr?: (number[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Partition. */
                type $Shape = sordini.client.v1.Partition.$Properties;
            }

            /**
             * Properties of a ListOffsetsRequest.
             * @deprecated Use sordini.client.v1.ListOffsetsRequest.$Properties instead.
             */
            interface IListOffsetsRequest extends sordini.client.v1.ListOffsetsRequest.$Properties {
            }

            /** Represents a ListOffsetsRequest. */
            class ListOffsetsRequest {

                /**
                 * Constructs a new ListOffsetsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.ListOffsetsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListOffsetsRequest partitions. */
                partitions: sordini.client.v1.ListOffsetsPartition.$Properties[];

                /**
                 * Creates a new ListOffsetsRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ListOffsetsRequest instance
                 */
                static create(properties: sordini.client.v1.ListOffsetsRequest.$Shape): sordini.client.v1.ListOffsetsRequest & sordini.client.v1.ListOffsetsRequest.$Shape;
                static create(properties?: sordini.client.v1.ListOffsetsRequest.$Properties): sordini.client.v1.ListOffsetsRequest;

                /**
                 * Encodes the specified ListOffsetsRequest message. Does not implicitly {@link sordini.client.v1.ListOffsetsRequest.verify|verify} messages.
                 * @param message ListOffsetsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.ListOffsetsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListOffsetsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.ListOffsetsRequest & sordini.client.v1.ListOffsetsRequest.$Shape} ListOffsetsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.ListOffsetsRequest & sordini.client.v1.ListOffsetsRequest.$Shape;
            }

            namespace ListOffsetsRequest {

                /** Properties of a ListOffsetsRequest. */
                interface $Properties {

                    /** ListOffsetsRequest partitions */
                    partitions?: (sordini.client.v1.ListOffsetsPartition.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListOffsetsRequest. */
                type $Shape = sordini.client.v1.ListOffsetsRequest.$Properties;
            }

            /**
             * Properties of a ListOffsetsPartition.
             * @deprecated Use sordini.client.v1.ListOffsetsPartition.$Properties instead.
             */
            interface IListOffsetsPartition extends sordini.client.v1.ListOffsetsPartition.$Properties {
            }

            /** Represents a ListOffsetsPartition. */
            class ListOffsetsPartition {

                /**
                 * Constructs a new ListOffsetsPartition.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.ListOffsetsPartition.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListOffsetsPartition topicId. */
                topicId: string;

                /** ListOffsetsPartition partition. */
                partition: number;

                /** ListOffsetsPartition leaderEpoch. */
                leaderEpoch: number;

                /** ListOffsetsPartition timestampMs. */
                timestampMs: number;

                /**
                 * Creates a new ListOffsetsPartition instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ListOffsetsPartition instance
                 */
                static create(properties: sordini.client.v1.ListOffsetsPartition.$Shape): sordini.client.v1.ListOffsetsPartition & sordini.client.v1.ListOffsetsPartition.$Shape;
                static create(properties?: sordini.client.v1.ListOffsetsPartition.$Properties): sordini.client.v1.ListOffsetsPartition;

                /**
                 * Encodes the specified ListOffsetsPartition message. Does not implicitly {@link sordini.client.v1.ListOffsetsPartition.verify|verify} messages.
                 * @param message ListOffsetsPartition message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.ListOffsetsPartition.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListOffsetsPartition message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.ListOffsetsPartition & sordini.client.v1.ListOffsetsPartition.$Shape} ListOffsetsPartition
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.ListOffsetsPartition & sordini.client.v1.ListOffsetsPartition.$Shape;
            }

            namespace ListOffsetsPartition {

                /** Properties of a ListOffsetsPartition. */
                interface $Properties {

                    /** ListOffsetsPartition topicId */
                    topicId?: (string|null);

                    /** ListOffsetsPartition partition */
                    partition?: (number|null);

                    /** ListOffsetsPartition leaderEpoch */
                    leaderEpoch?: (number|null);

                    /** ListOffsetsPartition timestampMs */
                    timestampMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListOffsetsPartition. */
                type $Shape = sordini.client.v1.ListOffsetsPartition.$Properties;
            }

            /**
             * Properties of a ListOffsetsResponse.
             * @deprecated Use sordini.client.v1.ListOffsetsResponse.$Properties instead.
             */
            interface IListOffsetsResponse extends sordini.client.v1.ListOffsetsResponse.$Properties {
            }

            /** Represents a ListOffsetsResponse. */
            class ListOffsetsResponse {

                /**
                 * Constructs a new ListOffsetsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.ListOffsetsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListOffsetsResponse offsets. */
                offsets: sordini.client.v1.ListedOffset.$Properties[];

                /**
                 * Creates a new ListOffsetsResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ListOffsetsResponse instance
                 */
                static create(properties: sordini.client.v1.ListOffsetsResponse.$Shape): sordini.client.v1.ListOffsetsResponse & sordini.client.v1.ListOffsetsResponse.$Shape;
                static create(properties?: sordini.client.v1.ListOffsetsResponse.$Properties): sordini.client.v1.ListOffsetsResponse;

                /**
                 * Encodes the specified ListOffsetsResponse message. Does not implicitly {@link sordini.client.v1.ListOffsetsResponse.verify|verify} messages.
                 * @param message ListOffsetsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.ListOffsetsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListOffsetsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.ListOffsetsResponse & sordini.client.v1.ListOffsetsResponse.$Shape} ListOffsetsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.ListOffsetsResponse & sordini.client.v1.ListOffsetsResponse.$Shape;
            }

            namespace ListOffsetsResponse {

                /** Properties of a ListOffsetsResponse. */
                interface $Properties {

                    /** ListOffsetsResponse offsets */
                    offsets?: (sordini.client.v1.ListedOffset.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListOffsetsResponse. */
                type $Shape = sordini.client.v1.ListOffsetsResponse.$Properties;
            }

            /**
             * Properties of a ListedOffset.
             * @deprecated Use sordini.client.v1.ListedOffset.$Properties instead.
             */
            interface IListedOffset extends sordini.client.v1.ListedOffset.$Properties {
            }

            /** Represents a ListedOffset. */
            class ListedOffset {

                /**
                 * Constructs a new ListedOffset.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.client.v1.ListedOffset.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListedOffset topicId. */
                topicId: string;

                /** ListedOffset partition. */
                partition: number;

                /** ListedOffset errorCode. */
                errorCode: number;

                /** ListedOffset errorMessage. */
                errorMessage: string;

                /** ListedOffset offset. */
                offset: number;

                /** ListedOffset timestampMs. */
                timestampMs: number;

                /** ListedOffset leaderEpoch. */
                leaderEpoch: number;

                /** ListedOffset currentLeader. */
                currentLeader?: (sordini.client.v1.CurrentLeader.$Properties|null);

                /**
                 * Creates a new ListedOffset instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ListedOffset instance
                 */
                static create(properties: sordini.client.v1.ListedOffset.$Shape): sordini.client.v1.ListedOffset & sordini.client.v1.ListedOffset.$Shape;
                static create(properties?: sordini.client.v1.ListedOffset.$Properties): sordini.client.v1.ListedOffset;

                /**
                 * Encodes the specified ListedOffset message. Does not implicitly {@link sordini.client.v1.ListedOffset.verify|verify} messages.
                 * @param message ListedOffset message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.client.v1.ListedOffset.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListedOffset message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.client.v1.ListedOffset & sordini.client.v1.ListedOffset.$Shape} ListedOffset
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.client.v1.ListedOffset & sordini.client.v1.ListedOffset.$Shape;
            }

            namespace ListedOffset {

                /** Properties of a ListedOffset. */
                interface $Properties {

                    /** ListedOffset topicId */
                    topicId?: (string|null);

                    /** ListedOffset partition */
                    partition?: (number|null);

                    /** ListedOffset errorCode */
                    errorCode?: (number|null);

                    /** ListedOffset errorMessage */
                    errorMessage?: (string|null);

                    /** ListedOffset offset */
                    offset?: (number|null);

                    /** ListedOffset timestampMs */
                    timestampMs?: (number|null);

                    /** ListedOffset leaderEpoch */
                    leaderEpoch?: (number|null);

                    /** ListedOffset currentLeader */
                    currentLeader?: (sordini.client.v1.CurrentLeader.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListedOffset. */
                type $Shape = sordini.client.v1.ListedOffset.$Properties;
            }
        }
    }

    /** Namespace admin. */
    namespace admin {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a CreateTopicsRequest.
             * @deprecated Use sordini.admin.v1.CreateTopicsRequest.$Properties instead.
             */
            interface ICreateTopicsRequest extends sordini.admin.v1.CreateTopicsRequest.$Properties {
            }

            /** Represents a CreateTopicsRequest. */
            class CreateTopicsRequest {

                /**
                 * Constructs a new CreateTopicsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.CreateTopicsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CreateTopicsRequest topics. */
                topics: sordini.admin.v1.NewTopic.$Properties[];

                /** CreateTopicsRequest validateOnly. */
                validateOnly: boolean;

                /** CreateTopicsRequest timeoutMs. */
                timeoutMs: number;

                /**
                 * Creates a new CreateTopicsRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns CreateTopicsRequest instance
                 */
                static create(properties: sordini.admin.v1.CreateTopicsRequest.$Shape): sordini.admin.v1.CreateTopicsRequest & sordini.admin.v1.CreateTopicsRequest.$Shape;
                static create(properties?: sordini.admin.v1.CreateTopicsRequest.$Properties): sordini.admin.v1.CreateTopicsRequest;

                /**
                 * Encodes the specified CreateTopicsRequest message. Does not implicitly {@link sordini.admin.v1.CreateTopicsRequest.verify|verify} messages.
                 * @param message CreateTopicsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.CreateTopicsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CreateTopicsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.CreateTopicsRequest & sordini.admin.v1.CreateTopicsRequest.$Shape} CreateTopicsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.CreateTopicsRequest & sordini.admin.v1.CreateTopicsRequest.$Shape;
            }

            namespace CreateTopicsRequest {

                /** Properties of a CreateTopicsRequest. */
                interface $Properties {

                    /** CreateTopicsRequest topics */
                    topics?: (sordini.admin.v1.NewTopic.$Properties[]|null);

                    /** CreateTopicsRequest validateOnly */
                    validateOnly?: (boolean|null);

                    /** CreateTopicsRequest timeoutMs */
                    timeoutMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CreateTopicsRequest. */
                type $Shape = sordini.admin.v1.CreateTopicsRequest.$Properties;
            }

            /**
             * Properties of a NewTopic.
             * @deprecated Use sordini.admin.v1.NewTopic.$Properties instead.
             */
            interface INewTopic extends sordini.admin.v1.NewTopic.$Properties {
            }

            /** Represents a NewTopic. */
            class NewTopic {

                /**
                 * Constructs a new NewTopic.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.NewTopic.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** NewTopic name. */
                name: string;

                /** NewTopic partitions. */
                partitions: number;

                /** NewTopic replicationFactor. */
                replicationFactor: number;

                /** NewTopic assignments. */
                assignments: sordini.admin.v1.ReplicaAssignment.$Properties[];

                /** NewTopic configs. */
                configs: { [k: string]: string };

                /**
                 * Creates a new NewTopic instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns NewTopic instance
                 */
                static create(properties: sordini.admin.v1.NewTopic.$Shape): sordini.admin.v1.NewTopic & sordini.admin.v1.NewTopic.$Shape;
                static create(properties?: sordini.admin.v1.NewTopic.$Properties): sordini.admin.v1.NewTopic;

                /**
                 * Encodes the specified NewTopic message. Does not implicitly {@link sordini.admin.v1.NewTopic.verify|verify} messages.
                 * @param message NewTopic message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.NewTopic.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a NewTopic message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.NewTopic & sordini.admin.v1.NewTopic.$Shape} NewTopic
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.NewTopic & sordini.admin.v1.NewTopic.$Shape;
            }

            namespace NewTopic {

                /** Properties of a NewTopic. */
                interface $Properties {

                    /** NewTopic name */
                    name?: (string|null);

                    /** NewTopic partitions */
                    partitions?: (number|null);

                    /** NewTopic replicationFactor */
                    replicationFactor?: (number|null);

                    /** NewTopic assignments */
                    assignments?: (sordini.admin.v1.ReplicaAssignment.$Properties[]|null);

                    /** NewTopic configs */
                    configs?: ({ [k: string]: string }|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a NewTopic. */
                type $Shape = sordini.admin.v1.NewTopic.$Properties;
            }

            /**
             * Properties of a ReplicaAssignment.
             * @deprecated Use sordini.admin.v1.ReplicaAssignment.$Properties instead.
             */
            interface IReplicaAssignment extends sordini.admin.v1.ReplicaAssignment.$Properties {
            }

            /** Represents a ReplicaAssignment. */
            class ReplicaAssignment {

                /**
                 * Constructs a new ReplicaAssignment.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.ReplicaAssignment.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ReplicaAssignment partition. */
                partition: number;

                /** ReplicaAssignment replicas. */
                replicas: number[];

                /**
                 * Creates a new ReplicaAssignment instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ReplicaAssignment instance
                 */
                static create(properties: sordini.admin.v1.ReplicaAssignment.$Shape): sordini.admin.v1.ReplicaAssignment & sordini.admin.v1.ReplicaAssignment.$Shape;
                static create(properties?: sordini.admin.v1.ReplicaAssignment.$Properties): sordini.admin.v1.ReplicaAssignment;

                /**
                 * Encodes the specified ReplicaAssignment message. Does not implicitly {@link sordini.admin.v1.ReplicaAssignment.verify|verify} messages.
                 * @param message ReplicaAssignment message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.ReplicaAssignment.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ReplicaAssignment message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.ReplicaAssignment & sordini.admin.v1.ReplicaAssignment.$Shape} ReplicaAssignment
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.ReplicaAssignment & sordini.admin.v1.ReplicaAssignment.$Shape;
            }

            namespace ReplicaAssignment {

                /** Properties of a ReplicaAssignment. */
                interface $Properties {

                    /** ReplicaAssignment partition */
                    partition?: (number|null);

                    /** ReplicaAssignment replicas */
                    replicas?: (number[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ReplicaAssignment. */
                type $Shape = sordini.admin.v1.ReplicaAssignment.$Properties;
            }

            /**
             * Properties of a CreateTopicsResponse.
             * @deprecated Use sordini.admin.v1.CreateTopicsResponse.$Properties instead.
             */
            interface ICreateTopicsResponse extends sordini.admin.v1.CreateTopicsResponse.$Properties {
            }

            /** Represents a CreateTopicsResponse. */
            class CreateTopicsResponse {

                /**
                 * Constructs a new CreateTopicsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.CreateTopicsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CreateTopicsResponse topics. */
                topics: sordini.admin.v1.CreatedTopic.$Properties[];

                /**
                 * Creates a new CreateTopicsResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns CreateTopicsResponse instance
                 */
                static create(properties: sordini.admin.v1.CreateTopicsResponse.$Shape): sordini.admin.v1.CreateTopicsResponse & sordini.admin.v1.CreateTopicsResponse.$Shape;
                static create(properties?: sordini.admin.v1.CreateTopicsResponse.$Properties): sordini.admin.v1.CreateTopicsResponse;

                /**
                 * Encodes the specified CreateTopicsResponse message. Does not implicitly {@link sordini.admin.v1.CreateTopicsResponse.verify|verify} messages.
                 * @param message CreateTopicsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.CreateTopicsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CreateTopicsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.CreateTopicsResponse & sordini.admin.v1.CreateTopicsResponse.$Shape} CreateTopicsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.CreateTopicsResponse & sordini.admin.v1.CreateTopicsResponse.$Shape;
            }

            namespace CreateTopicsResponse {

                /** Properties of a CreateTopicsResponse. */
                interface $Properties {

                    /** CreateTopicsResponse topics */
                    topics?: (sordini.admin.v1.CreatedTopic.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CreateTopicsResponse. */
                type $Shape = sordini.admin.v1.CreateTopicsResponse.$Properties;
            }

            /**
             * Properties of a CreatedTopic.
             * @deprecated Use sordini.admin.v1.CreatedTopic.$Properties instead.
             */
            interface ICreatedTopic extends sordini.admin.v1.CreatedTopic.$Properties {
            }

            /** Represents a CreatedTopic. */
            class CreatedTopic {

                /**
                 * Constructs a new CreatedTopic.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.CreatedTopic.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CreatedTopic name. */
                name: string;

                /** CreatedTopic topicId. */
                topicId: string;

                /** CreatedTopic errorCode. */
                errorCode: number;

                /** CreatedTopic errorMessage. */
                errorMessage: string;

                /** CreatedTopic partitions. */
                partitions: number;

                /** CreatedTopic replicationFactor. */
                replicationFactor: number;

                /**
                 * Creates a new CreatedTopic instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns CreatedTopic instance
                 */
                static create(properties: sordini.admin.v1.CreatedTopic.$Shape): sordini.admin.v1.CreatedTopic & sordini.admin.v1.CreatedTopic.$Shape;
                static create(properties?: sordini.admin.v1.CreatedTopic.$Properties): sordini.admin.v1.CreatedTopic;

                /**
                 * Encodes the specified CreatedTopic message. Does not implicitly {@link sordini.admin.v1.CreatedTopic.verify|verify} messages.
                 * @param message CreatedTopic message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.CreatedTopic.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CreatedTopic message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.CreatedTopic & sordini.admin.v1.CreatedTopic.$Shape} CreatedTopic
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.CreatedTopic & sordini.admin.v1.CreatedTopic.$Shape;
            }

            namespace CreatedTopic {

                /** Properties of a CreatedTopic. */
                interface $Properties {

                    /** CreatedTopic name */
                    name?: (string|null);

                    /** CreatedTopic topicId */
                    topicId?: (string|null);

                    /** CreatedTopic errorCode */
                    errorCode?: (number|null);

                    /** CreatedTopic errorMessage */
                    errorMessage?: (string|null);

                    /** CreatedTopic partitions */
                    partitions?: (number|null);

                    /** CreatedTopic replicationFactor */
                    replicationFactor?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CreatedTopic. */
                type $Shape = sordini.admin.v1.CreatedTopic.$Properties;
            }

            /**
             * Properties of a DeleteTopicsRequest.
             * @deprecated Use sordini.admin.v1.DeleteTopicsRequest.$Properties instead.
             */
            interface IDeleteTopicsRequest extends sordini.admin.v1.DeleteTopicsRequest.$Properties {
            }

            /** Represents a DeleteTopicsRequest. */
            class DeleteTopicsRequest {

                /**
                 * Constructs a new DeleteTopicsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.DeleteTopicsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DeleteTopicsRequest names. */
                names: string[];

                /** DeleteTopicsRequest topicIds. */
                topicIds: string[];

                /** DeleteTopicsRequest timeoutMs. */
                timeoutMs: number;

                /**
                 * Creates a new DeleteTopicsRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns DeleteTopicsRequest instance
                 */
                static create(properties: sordini.admin.v1.DeleteTopicsRequest.$Shape): sordini.admin.v1.DeleteTopicsRequest & sordini.admin.v1.DeleteTopicsRequest.$Shape;
                static create(properties?: sordini.admin.v1.DeleteTopicsRequest.$Properties): sordini.admin.v1.DeleteTopicsRequest;

                /**
                 * Encodes the specified DeleteTopicsRequest message. Does not implicitly {@link sordini.admin.v1.DeleteTopicsRequest.verify|verify} messages.
                 * @param message DeleteTopicsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.DeleteTopicsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DeleteTopicsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.DeleteTopicsRequest & sordini.admin.v1.DeleteTopicsRequest.$Shape} DeleteTopicsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.DeleteTopicsRequest & sordini.admin.v1.DeleteTopicsRequest.$Shape;
            }

            namespace DeleteTopicsRequest {

                /** Properties of a DeleteTopicsRequest. */
                interface $Properties {

                    /** DeleteTopicsRequest names */
                    names?: (string[]|null);

                    /** DeleteTopicsRequest topicIds */
                    topicIds?: (string[]|null);

                    /** DeleteTopicsRequest timeoutMs */
                    timeoutMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DeleteTopicsRequest. */
                type $Shape = sordini.admin.v1.DeleteTopicsRequest.$Properties;
            }

            /**
             * Properties of a DeleteTopicsResponse.
             * @deprecated Use sordini.admin.v1.DeleteTopicsResponse.$Properties instead.
             */
            interface IDeleteTopicsResponse extends sordini.admin.v1.DeleteTopicsResponse.$Properties {
            }

            /** Represents a DeleteTopicsResponse. */
            class DeleteTopicsResponse {

                /**
                 * Constructs a new DeleteTopicsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.DeleteTopicsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DeleteTopicsResponse topics. */
                topics: sordini.admin.v1.DeletedTopic.$Properties[];

                /**
                 * Creates a new DeleteTopicsResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns DeleteTopicsResponse instance
                 */
                static create(properties: sordini.admin.v1.DeleteTopicsResponse.$Shape): sordini.admin.v1.DeleteTopicsResponse & sordini.admin.v1.DeleteTopicsResponse.$Shape;
                static create(properties?: sordini.admin.v1.DeleteTopicsResponse.$Properties): sordini.admin.v1.DeleteTopicsResponse;

                /**
                 * Encodes the specified DeleteTopicsResponse message. Does not implicitly {@link sordini.admin.v1.DeleteTopicsResponse.verify|verify} messages.
                 * @param message DeleteTopicsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.DeleteTopicsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DeleteTopicsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.DeleteTopicsResponse & sordini.admin.v1.DeleteTopicsResponse.$Shape} DeleteTopicsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.DeleteTopicsResponse & sordini.admin.v1.DeleteTopicsResponse.$Shape;
            }

            namespace DeleteTopicsResponse {

                /** Properties of a DeleteTopicsResponse. */
                interface $Properties {

                    /** DeleteTopicsResponse topics */
                    topics?: (sordini.admin.v1.DeletedTopic.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DeleteTopicsResponse. */
                type $Shape = sordini.admin.v1.DeleteTopicsResponse.$Properties;
            }

            /**
             * Properties of a DeletedTopic.
             * @deprecated Use sordini.admin.v1.DeletedTopic.$Properties instead.
             */
            interface IDeletedTopic extends sordini.admin.v1.DeletedTopic.$Properties {
            }

            /** Represents a DeletedTopic. */
            class DeletedTopic {

                /**
                 * Constructs a new DeletedTopic.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.DeletedTopic.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DeletedTopic name. */
                name: string;

                /** DeletedTopic topicId. */
                topicId: string;

                /** DeletedTopic errorCode. */
                errorCode: number;

                /** DeletedTopic errorMessage. */
                errorMessage: string;

                /**
                 * Creates a new DeletedTopic instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns DeletedTopic instance
                 */
                static create(properties: sordini.admin.v1.DeletedTopic.$Shape): sordini.admin.v1.DeletedTopic & sordini.admin.v1.DeletedTopic.$Shape;
                static create(properties?: sordini.admin.v1.DeletedTopic.$Properties): sordini.admin.v1.DeletedTopic;

                /**
                 * Encodes the specified DeletedTopic message. Does not implicitly {@link sordini.admin.v1.DeletedTopic.verify|verify} messages.
                 * @param message DeletedTopic message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.DeletedTopic.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DeletedTopic message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.DeletedTopic & sordini.admin.v1.DeletedTopic.$Shape} DeletedTopic
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.DeletedTopic & sordini.admin.v1.DeletedTopic.$Shape;
            }

            namespace DeletedTopic {

                /** Properties of a DeletedTopic. */
                interface $Properties {

                    /** DeletedTopic name */
                    name?: (string|null);

                    /** DeletedTopic topicId */
                    topicId?: (string|null);

                    /** DeletedTopic errorCode */
                    errorCode?: (number|null);

                    /** DeletedTopic errorMessage */
                    errorMessage?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DeletedTopic. */
                type $Shape = sordini.admin.v1.DeletedTopic.$Properties;
            }

            /**
             * Properties of a CreatePartitionsRequest.
             * @deprecated Use sordini.admin.v1.CreatePartitionsRequest.$Properties instead.
             */
            interface ICreatePartitionsRequest extends sordini.admin.v1.CreatePartitionsRequest.$Properties {
            }

            /** Represents a CreatePartitionsRequest. */
            class CreatePartitionsRequest {

                /**
                 * Constructs a new CreatePartitionsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.CreatePartitionsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CreatePartitionsRequest topics. */
                topics: sordini.admin.v1.NewPartitions.$Properties[];

                /** CreatePartitionsRequest validateOnly. */
                validateOnly: boolean;

                /** CreatePartitionsRequest timeoutMs. */
                timeoutMs: number;

                /**
                 * Creates a new CreatePartitionsRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns CreatePartitionsRequest instance
                 */
                static create(properties: sordini.admin.v1.CreatePartitionsRequest.$Shape): sordini.admin.v1.CreatePartitionsRequest & sordini.admin.v1.CreatePartitionsRequest.$Shape;
                static create(properties?: sordini.admin.v1.CreatePartitionsRequest.$Properties): sordini.admin.v1.CreatePartitionsRequest;

                /**
                 * Encodes the specified CreatePartitionsRequest message. Does not implicitly {@link sordini.admin.v1.CreatePartitionsRequest.verify|verify} messages.
                 * @param message CreatePartitionsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.CreatePartitionsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CreatePartitionsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.CreatePartitionsRequest & sordini.admin.v1.CreatePartitionsRequest.$Shape} CreatePartitionsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.CreatePartitionsRequest & sordini.admin.v1.CreatePartitionsRequest.$Shape;
            }

            namespace CreatePartitionsRequest {

                /** Properties of a CreatePartitionsRequest. */
                interface $Properties {

                    /** CreatePartitionsRequest topics */
                    topics?: (sordini.admin.v1.NewPartitions.$Properties[]|null);

                    /** CreatePartitionsRequest validateOnly */
                    validateOnly?: (boolean|null);

                    /** CreatePartitionsRequest timeoutMs */
                    timeoutMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CreatePartitionsRequest. */
                type $Shape = sordini.admin.v1.CreatePartitionsRequest.$Properties;
            }

            /**
             * Properties of a NewPartitions.
             * @deprecated Use sordini.admin.v1.NewPartitions.$Properties instead.
             */
            interface INewPartitions extends sordini.admin.v1.NewPartitions.$Properties {
            }

            /** Represents a NewPartitions. */
            class NewPartitions {

                /**
                 * Constructs a new NewPartitions.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.NewPartitions.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** NewPartitions name. */
                name: string;

                /** NewPartitions count. */
                count: number;

                /** NewPartitions assignments. */
                assignments: sordini.admin.v1.ReplicaAssignment.$Properties[];

                /**
                 * Creates a new NewPartitions instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns NewPartitions instance
                 */
                static create(properties: sordini.admin.v1.NewPartitions.$Shape): sordini.admin.v1.NewPartitions & sordini.admin.v1.NewPartitions.$Shape;
                static create(properties?: sordini.admin.v1.NewPartitions.$Properties): sordini.admin.v1.NewPartitions;

                /**
                 * Encodes the specified NewPartitions message. Does not implicitly {@link sordini.admin.v1.NewPartitions.verify|verify} messages.
                 * @param message NewPartitions message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.NewPartitions.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a NewPartitions message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.NewPartitions & sordini.admin.v1.NewPartitions.$Shape} NewPartitions
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.NewPartitions & sordini.admin.v1.NewPartitions.$Shape;
            }

            namespace NewPartitions {

                /** Properties of a NewPartitions. */
                interface $Properties {

                    /** NewPartitions name */
                    name?: (string|null);

                    /** NewPartitions count */
                    count?: (number|null);

                    /** NewPartitions assignments */
                    assignments?: (sordini.admin.v1.ReplicaAssignment.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a NewPartitions. */
                type $Shape = sordini.admin.v1.NewPartitions.$Properties;
            }

            /**
             * Properties of a CreatePartitionsResponse.
             * @deprecated Use sordini.admin.v1.CreatePartitionsResponse.$Properties instead.
             */
            interface ICreatePartitionsResponse extends sordini.admin.v1.CreatePartitionsResponse.$Properties {
            }

            /** Represents a CreatePartitionsResponse. */
            class CreatePartitionsResponse {

                /**
                 * Constructs a new CreatePartitionsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.CreatePartitionsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CreatePartitionsResponse topics. */
                topics: sordini.admin.v1.TopicResult.$Properties[];

                /**
                 * Creates a new CreatePartitionsResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns CreatePartitionsResponse instance
                 */
                static create(properties: sordini.admin.v1.CreatePartitionsResponse.$Shape): sordini.admin.v1.CreatePartitionsResponse & sordini.admin.v1.CreatePartitionsResponse.$Shape;
                static create(properties?: sordini.admin.v1.CreatePartitionsResponse.$Properties): sordini.admin.v1.CreatePartitionsResponse;

                /**
                 * Encodes the specified CreatePartitionsResponse message. Does not implicitly {@link sordini.admin.v1.CreatePartitionsResponse.verify|verify} messages.
                 * @param message CreatePartitionsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.CreatePartitionsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CreatePartitionsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.CreatePartitionsResponse & sordini.admin.v1.CreatePartitionsResponse.$Shape} CreatePartitionsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.CreatePartitionsResponse & sordini.admin.v1.CreatePartitionsResponse.$Shape;
            }

            namespace CreatePartitionsResponse {

                /** Properties of a CreatePartitionsResponse. */
                interface $Properties {

                    /** CreatePartitionsResponse topics */
                    topics?: (sordini.admin.v1.TopicResult.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CreatePartitionsResponse. */
                type $Shape = sordini.admin.v1.CreatePartitionsResponse.$Properties;
            }

            /**
             * Properties of a TopicResult.
             * @deprecated Use sordini.admin.v1.TopicResult.$Properties instead.
             */
            interface ITopicResult extends sordini.admin.v1.TopicResult.$Properties {
            }

            /** Represents a TopicResult. */
            class TopicResult {

                /**
                 * Constructs a new TopicResult.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.TopicResult.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** TopicResult name. */
                name: string;

                /** TopicResult errorCode. */
                errorCode: number;

                /** TopicResult errorMessage. */
                errorMessage: string;

                /** TopicResult partitions. */
                partitions: number;

                /**
                 * Creates a new TopicResult instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns TopicResult instance
                 */
                static create(properties: sordini.admin.v1.TopicResult.$Shape): sordini.admin.v1.TopicResult & sordini.admin.v1.TopicResult.$Shape;
                static create(properties?: sordini.admin.v1.TopicResult.$Properties): sordini.admin.v1.TopicResult;

                /**
                 * Encodes the specified TopicResult message. Does not implicitly {@link sordini.admin.v1.TopicResult.verify|verify} messages.
                 * @param message TopicResult message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.TopicResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a TopicResult message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.TopicResult & sordini.admin.v1.TopicResult.$Shape} TopicResult
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.TopicResult & sordini.admin.v1.TopicResult.$Shape;
            }

            namespace TopicResult {

                /** Properties of a TopicResult. */
                interface $Properties {

                    /** TopicResult name */
                    name?: (string|null);

                    /** TopicResult errorCode */
                    errorCode?: (number|null);

                    /** TopicResult errorMessage */
                    errorMessage?: (string|null);

                    /** TopicResult partitions */
                    partitions?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a TopicResult. */
                type $Shape = sordini.admin.v1.TopicResult.$Properties;
            }

            /**
             * Properties of a ConfigResource.
             * @deprecated Use sordini.admin.v1.ConfigResource.$Properties instead.
             */
            interface IConfigResource extends sordini.admin.v1.ConfigResource.$Properties {
            }

            /** Represents a ConfigResource. */
            class ConfigResource {

                /**
                 * Constructs a new ConfigResource.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.ConfigResource.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ConfigResource type. */
                type: string;

                /** ConfigResource name. */
                name: string;

                /**
                 * Creates a new ConfigResource instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ConfigResource instance
                 */
                static create(properties: sordini.admin.v1.ConfigResource.$Shape): sordini.admin.v1.ConfigResource & sordini.admin.v1.ConfigResource.$Shape;
                static create(properties?: sordini.admin.v1.ConfigResource.$Properties): sordini.admin.v1.ConfigResource;

                /**
                 * Encodes the specified ConfigResource message. Does not implicitly {@link sordini.admin.v1.ConfigResource.verify|verify} messages.
                 * @param message ConfigResource message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.ConfigResource.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ConfigResource message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.ConfigResource & sordini.admin.v1.ConfigResource.$Shape} ConfigResource
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.ConfigResource & sordini.admin.v1.ConfigResource.$Shape;
            }

            namespace ConfigResource {

                /** Properties of a ConfigResource. */
                interface $Properties {

                    /** ConfigResource type */
                    type?: (string|null);

                    /** ConfigResource name */
                    name?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ConfigResource. */
                type $Shape = sordini.admin.v1.ConfigResource.$Properties;
            }

            /**
             * Properties of an AlterConfigsRequest.
             * @deprecated Use sordini.admin.v1.AlterConfigsRequest.$Properties instead.
             */
            interface IAlterConfigsRequest extends sordini.admin.v1.AlterConfigsRequest.$Properties {
            }

            /** Represents an AlterConfigsRequest. */
            class AlterConfigsRequest {

                /**
                 * Constructs a new AlterConfigsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.AlterConfigsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AlterConfigsRequest changes. */
                changes: sordini.admin.v1.ConfigChange.$Properties[];

                /** AlterConfigsRequest validateOnly. */
                validateOnly: boolean;

                /** AlterConfigsRequest timeoutMs. */
                timeoutMs: number;

                /**
                 * Creates a new AlterConfigsRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AlterConfigsRequest instance
                 */
                static create(properties: sordini.admin.v1.AlterConfigsRequest.$Shape): sordini.admin.v1.AlterConfigsRequest & sordini.admin.v1.AlterConfigsRequest.$Shape;
                static create(properties?: sordini.admin.v1.AlterConfigsRequest.$Properties): sordini.admin.v1.AlterConfigsRequest;

                /**
                 * Encodes the specified AlterConfigsRequest message. Does not implicitly {@link sordini.admin.v1.AlterConfigsRequest.verify|verify} messages.
                 * @param message AlterConfigsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.AlterConfigsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AlterConfigsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.AlterConfigsRequest & sordini.admin.v1.AlterConfigsRequest.$Shape} AlterConfigsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.AlterConfigsRequest & sordini.admin.v1.AlterConfigsRequest.$Shape;
            }

            namespace AlterConfigsRequest {

                /** Properties of an AlterConfigsRequest. */
                interface $Properties {

                    /** AlterConfigsRequest changes */
                    changes?: (sordini.admin.v1.ConfigChange.$Properties[]|null);

                    /** AlterConfigsRequest validateOnly */
                    validateOnly?: (boolean|null);

                    /** AlterConfigsRequest timeoutMs */
                    timeoutMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AlterConfigsRequest. */
                type $Shape = sordini.admin.v1.AlterConfigsRequest.$Properties;
            }

            /**
             * Properties of a ConfigChange.
             * @deprecated Use sordini.admin.v1.ConfigChange.$Properties instead.
             */
            interface IConfigChange extends sordini.admin.v1.ConfigChange.$Properties {
            }

            /** Represents a ConfigChange. */
            class ConfigChange {

                /**
                 * Constructs a new ConfigChange.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.ConfigChange.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ConfigChange resource. */
                resource?: (sordini.admin.v1.ConfigResource.$Properties|null);

                /** ConfigChange key. */
                key: string;

                /** ConfigChange value. */
                value: string;

                /** ConfigChange reset. */
                reset: boolean;

                /**
                 * Creates a new ConfigChange instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ConfigChange instance
                 */
                static create(properties: sordini.admin.v1.ConfigChange.$Shape): sordini.admin.v1.ConfigChange & sordini.admin.v1.ConfigChange.$Shape;
                static create(properties?: sordini.admin.v1.ConfigChange.$Properties): sordini.admin.v1.ConfigChange;

                /**
                 * Encodes the specified ConfigChange message. Does not implicitly {@link sordini.admin.v1.ConfigChange.verify|verify} messages.
                 * @param message ConfigChange message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.ConfigChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ConfigChange message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.ConfigChange & sordini.admin.v1.ConfigChange.$Shape} ConfigChange
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.ConfigChange & sordini.admin.v1.ConfigChange.$Shape;
            }

            namespace ConfigChange {

                /** Properties of a ConfigChange. */
                interface $Properties {

                    /** ConfigChange resource */
                    resource?: (sordini.admin.v1.ConfigResource.$Properties|null);

                    /** ConfigChange key */
                    key?: (string|null);

                    /** ConfigChange value */
                    value?: (string|null);

                    /** ConfigChange reset */
                    reset?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ConfigChange. */
                type $Shape = sordini.admin.v1.ConfigChange.$Properties;
            }

            /**
             * Properties of an AlterConfigsResponse.
             * @deprecated Use sordini.admin.v1.AlterConfigsResponse.$Properties instead.
             */
            interface IAlterConfigsResponse extends sordini.admin.v1.AlterConfigsResponse.$Properties {
            }

            /** Represents an AlterConfigsResponse. */
            class AlterConfigsResponse {

                /**
                 * Constructs a new AlterConfigsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.AlterConfigsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AlterConfigsResponse results. */
                results: sordini.admin.v1.ConfigResult.$Properties[];

                /**
                 * Creates a new AlterConfigsResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AlterConfigsResponse instance
                 */
                static create(properties: sordini.admin.v1.AlterConfigsResponse.$Shape): sordini.admin.v1.AlterConfigsResponse & sordini.admin.v1.AlterConfigsResponse.$Shape;
                static create(properties?: sordini.admin.v1.AlterConfigsResponse.$Properties): sordini.admin.v1.AlterConfigsResponse;

                /**
                 * Encodes the specified AlterConfigsResponse message. Does not implicitly {@link sordini.admin.v1.AlterConfigsResponse.verify|verify} messages.
                 * @param message AlterConfigsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.AlterConfigsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AlterConfigsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.AlterConfigsResponse & sordini.admin.v1.AlterConfigsResponse.$Shape} AlterConfigsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.AlterConfigsResponse & sordini.admin.v1.AlterConfigsResponse.$Shape;
            }

            namespace AlterConfigsResponse {

                /** Properties of an AlterConfigsResponse. */
                interface $Properties {

                    /** AlterConfigsResponse results */
                    results?: (sordini.admin.v1.ConfigResult.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AlterConfigsResponse. */
                type $Shape = sordini.admin.v1.AlterConfigsResponse.$Properties;
            }

            /**
             * Properties of a ConfigResult.
             * @deprecated Use sordini.admin.v1.ConfigResult.$Properties instead.
             */
            interface IConfigResult extends sordini.admin.v1.ConfigResult.$Properties {
            }

            /** Represents a ConfigResult. */
            class ConfigResult {

                /**
                 * Constructs a new ConfigResult.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.ConfigResult.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ConfigResult resource. */
                resource?: (sordini.admin.v1.ConfigResource.$Properties|null);

                /** ConfigResult errorCode. */
                errorCode: number;

                /** ConfigResult errorMessage. */
                errorMessage: string;

                /**
                 * Creates a new ConfigResult instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ConfigResult instance
                 */
                static create(properties: sordini.admin.v1.ConfigResult.$Shape): sordini.admin.v1.ConfigResult & sordini.admin.v1.ConfigResult.$Shape;
                static create(properties?: sordini.admin.v1.ConfigResult.$Properties): sordini.admin.v1.ConfigResult;

                /**
                 * Encodes the specified ConfigResult message. Does not implicitly {@link sordini.admin.v1.ConfigResult.verify|verify} messages.
                 * @param message ConfigResult message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.ConfigResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ConfigResult message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.ConfigResult & sordini.admin.v1.ConfigResult.$Shape} ConfigResult
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.ConfigResult & sordini.admin.v1.ConfigResult.$Shape;
            }

            namespace ConfigResult {

                /** Properties of a ConfigResult. */
                interface $Properties {

                    /** ConfigResult resource */
                    resource?: (sordini.admin.v1.ConfigResource.$Properties|null);

                    /** ConfigResult errorCode */
                    errorCode?: (number|null);

                    /** ConfigResult errorMessage */
                    errorMessage?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ConfigResult. */
                type $Shape = sordini.admin.v1.ConfigResult.$Properties;
            }

            /**
             * Properties of a DescribeConfigsRequest.
             * @deprecated Use sordini.admin.v1.DescribeConfigsRequest.$Properties instead.
             */
            interface IDescribeConfigsRequest extends sordini.admin.v1.DescribeConfigsRequest.$Properties {
            }

            /** Represents a DescribeConfigsRequest. */
            class DescribeConfigsRequest {

                /**
                 * Constructs a new DescribeConfigsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.DescribeConfigsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DescribeConfigsRequest resources. */
                resources: sordini.admin.v1.ConfigResource.$Properties[];

                /**
                 * Creates a new DescribeConfigsRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns DescribeConfigsRequest instance
                 */
                static create(properties: sordini.admin.v1.DescribeConfigsRequest.$Shape): sordini.admin.v1.DescribeConfigsRequest & sordini.admin.v1.DescribeConfigsRequest.$Shape;
                static create(properties?: sordini.admin.v1.DescribeConfigsRequest.$Properties): sordini.admin.v1.DescribeConfigsRequest;

                /**
                 * Encodes the specified DescribeConfigsRequest message. Does not implicitly {@link sordini.admin.v1.DescribeConfigsRequest.verify|verify} messages.
                 * @param message DescribeConfigsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.DescribeConfigsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DescribeConfigsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.DescribeConfigsRequest & sordini.admin.v1.DescribeConfigsRequest.$Shape} DescribeConfigsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.DescribeConfigsRequest & sordini.admin.v1.DescribeConfigsRequest.$Shape;
            }

            namespace DescribeConfigsRequest {

                /** Properties of a DescribeConfigsRequest. */
                interface $Properties {

                    /** DescribeConfigsRequest resources */
                    resources?: (sordini.admin.v1.ConfigResource.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DescribeConfigsRequest. */
                type $Shape = sordini.admin.v1.DescribeConfigsRequest.$Properties;
            }

            /**
             * Properties of a DescribeConfigsResponse.
             * @deprecated Use sordini.admin.v1.DescribeConfigsResponse.$Properties instead.
             */
            interface IDescribeConfigsResponse extends sordini.admin.v1.DescribeConfigsResponse.$Properties {
            }

            /** Represents a DescribeConfigsResponse. */
            class DescribeConfigsResponse {

                /**
                 * Constructs a new DescribeConfigsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.DescribeConfigsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DescribeConfigsResponse resources. */
                resources: sordini.admin.v1.DescribedConfigs.$Properties[];

                /**
                 * Creates a new DescribeConfigsResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns DescribeConfigsResponse instance
                 */
                static create(properties: sordini.admin.v1.DescribeConfigsResponse.$Shape): sordini.admin.v1.DescribeConfigsResponse & sordini.admin.v1.DescribeConfigsResponse.$Shape;
                static create(properties?: sordini.admin.v1.DescribeConfigsResponse.$Properties): sordini.admin.v1.DescribeConfigsResponse;

                /**
                 * Encodes the specified DescribeConfigsResponse message. Does not implicitly {@link sordini.admin.v1.DescribeConfigsResponse.verify|verify} messages.
                 * @param message DescribeConfigsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.DescribeConfigsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DescribeConfigsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.DescribeConfigsResponse & sordini.admin.v1.DescribeConfigsResponse.$Shape} DescribeConfigsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.DescribeConfigsResponse & sordini.admin.v1.DescribeConfigsResponse.$Shape;
            }

            namespace DescribeConfigsResponse {

                /** Properties of a DescribeConfigsResponse. */
                interface $Properties {

                    /** DescribeConfigsResponse resources */
                    resources?: (sordini.admin.v1.DescribedConfigs.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DescribeConfigsResponse. */
                type $Shape = sordini.admin.v1.DescribeConfigsResponse.$Properties;
            }

            /**
             * Properties of a DescribedConfigs.
             * @deprecated Use sordini.admin.v1.DescribedConfigs.$Properties instead.
             */
            interface IDescribedConfigs extends sordini.admin.v1.DescribedConfigs.$Properties {
            }

            /** Represents a DescribedConfigs. */
            class DescribedConfigs {

                /**
                 * Constructs a new DescribedConfigs.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.DescribedConfigs.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DescribedConfigs resource. */
                resource?: (sordini.admin.v1.ConfigResource.$Properties|null);

                /** DescribedConfigs errorCode. */
                errorCode: number;

                /** DescribedConfigs errorMessage. */
                errorMessage: string;

                /** DescribedConfigs entries. */
                entries: sordini.admin.v1.ConfigEntry.$Properties[];

                /**
                 * Creates a new DescribedConfigs instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns DescribedConfigs instance
                 */
                static create(properties: sordini.admin.v1.DescribedConfigs.$Shape): sordini.admin.v1.DescribedConfigs & sordini.admin.v1.DescribedConfigs.$Shape;
                static create(properties?: sordini.admin.v1.DescribedConfigs.$Properties): sordini.admin.v1.DescribedConfigs;

                /**
                 * Encodes the specified DescribedConfigs message. Does not implicitly {@link sordini.admin.v1.DescribedConfigs.verify|verify} messages.
                 * @param message DescribedConfigs message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.DescribedConfigs.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DescribedConfigs message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.DescribedConfigs & sordini.admin.v1.DescribedConfigs.$Shape} DescribedConfigs
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.DescribedConfigs & sordini.admin.v1.DescribedConfigs.$Shape;
            }

            namespace DescribedConfigs {

                /** Properties of a DescribedConfigs. */
                interface $Properties {

                    /** DescribedConfigs resource */
                    resource?: (sordini.admin.v1.ConfigResource.$Properties|null);

                    /** DescribedConfigs errorCode */
                    errorCode?: (number|null);

                    /** DescribedConfigs errorMessage */
                    errorMessage?: (string|null);

                    /** DescribedConfigs entries */
                    entries?: (sordini.admin.v1.ConfigEntry.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DescribedConfigs. */
                type $Shape = sordini.admin.v1.DescribedConfigs.$Properties;
            }

            /**
             * Properties of a ConfigEntry.
             * @deprecated Use sordini.admin.v1.ConfigEntry.$Properties instead.
             */
            interface IConfigEntry extends sordini.admin.v1.ConfigEntry.$Properties {
            }

            /** Represents a ConfigEntry. */
            class ConfigEntry {

                /**
                 * Constructs a new ConfigEntry.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.ConfigEntry.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ConfigEntry key. */
                key: string;

                /** ConfigEntry value. */
                value: string;

                /** ConfigEntry source. */
                source: string;

                /** ConfigEntry documentation. */
                documentation: string;

                /**
                 * Creates a new ConfigEntry instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ConfigEntry instance
                 */
                static create(properties: sordini.admin.v1.ConfigEntry.$Shape): sordini.admin.v1.ConfigEntry & sordini.admin.v1.ConfigEntry.$Shape;
                static create(properties?: sordini.admin.v1.ConfigEntry.$Properties): sordini.admin.v1.ConfigEntry;

                /**
                 * Encodes the specified ConfigEntry message. Does not implicitly {@link sordini.admin.v1.ConfigEntry.verify|verify} messages.
                 * @param message ConfigEntry message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.ConfigEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ConfigEntry message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.ConfigEntry & sordini.admin.v1.ConfigEntry.$Shape} ConfigEntry
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.ConfigEntry & sordini.admin.v1.ConfigEntry.$Shape;
            }

            namespace ConfigEntry {

                /** Properties of a ConfigEntry. */
                interface $Properties {

                    /** ConfigEntry key */
                    key?: (string|null);

                    /** ConfigEntry value */
                    value?: (string|null);

                    /** ConfigEntry source */
                    source?: (string|null);

                    /** ConfigEntry documentation */
                    documentation?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ConfigEntry. */
                type $Shape = sordini.admin.v1.ConfigEntry.$Properties;
            }

            /**
             * Properties of an ElectLeadersRequest.
             * @deprecated Use sordini.admin.v1.ElectLeadersRequest.$Properties instead.
             */
            interface IElectLeadersRequest extends sordini.admin.v1.ElectLeadersRequest.$Properties {
            }

            /** Represents an ElectLeadersRequest. */
            class ElectLeadersRequest {

                /**
                 * Constructs a new ElectLeadersRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.ElectLeadersRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ElectLeadersRequest partitions. */
                partitions: sordini.admin.v1.TopicPartition.$Properties[];

                /** ElectLeadersRequest timeoutMs. */
                timeoutMs: number;

                /** ElectLeadersRequest allPartitions. */
                allPartitions: boolean;

                /** ElectLeadersRequest unclean. */
                unclean: boolean;

                /**
                 * Creates a new ElectLeadersRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ElectLeadersRequest instance
                 */
                static create(properties: sordini.admin.v1.ElectLeadersRequest.$Shape): sordini.admin.v1.ElectLeadersRequest & sordini.admin.v1.ElectLeadersRequest.$Shape;
                static create(properties?: sordini.admin.v1.ElectLeadersRequest.$Properties): sordini.admin.v1.ElectLeadersRequest;

                /**
                 * Encodes the specified ElectLeadersRequest message. Does not implicitly {@link sordini.admin.v1.ElectLeadersRequest.verify|verify} messages.
                 * @param message ElectLeadersRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.ElectLeadersRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ElectLeadersRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.ElectLeadersRequest & sordini.admin.v1.ElectLeadersRequest.$Shape} ElectLeadersRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.ElectLeadersRequest & sordini.admin.v1.ElectLeadersRequest.$Shape;
            }

            namespace ElectLeadersRequest {

                /** Properties of an ElectLeadersRequest. */
                interface $Properties {

                    /** ElectLeadersRequest partitions */
                    partitions?: (sordini.admin.v1.TopicPartition.$Properties[]|null);

                    /** ElectLeadersRequest timeoutMs */
                    timeoutMs?: (number|null);

                    /** ElectLeadersRequest allPartitions */
                    allPartitions?: (boolean|null);

                    /** ElectLeadersRequest unclean */
                    unclean?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an ElectLeadersRequest. */
                type $Shape = sordini.admin.v1.ElectLeadersRequest.$Properties;
            }

            /**
             * Properties of a TopicPartition.
             * @deprecated Use sordini.admin.v1.TopicPartition.$Properties instead.
             */
            interface ITopicPartition extends sordini.admin.v1.TopicPartition.$Properties {
            }

            /** Represents a TopicPartition. */
            class TopicPartition {

                /**
                 * Constructs a new TopicPartition.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.TopicPartition.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** TopicPartition topic. */
                topic: string;

                /** TopicPartition partition. */
                partition: number;

                /**
                 * Creates a new TopicPartition instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns TopicPartition instance
                 */
                static create(properties: sordini.admin.v1.TopicPartition.$Shape): sordini.admin.v1.TopicPartition & sordini.admin.v1.TopicPartition.$Shape;
                static create(properties?: sordini.admin.v1.TopicPartition.$Properties): sordini.admin.v1.TopicPartition;

                /**
                 * Encodes the specified TopicPartition message. Does not implicitly {@link sordini.admin.v1.TopicPartition.verify|verify} messages.
                 * @param message TopicPartition message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.TopicPartition.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a TopicPartition message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.TopicPartition & sordini.admin.v1.TopicPartition.$Shape} TopicPartition
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.TopicPartition & sordini.admin.v1.TopicPartition.$Shape;
            }

            namespace TopicPartition {

                /** Properties of a TopicPartition. */
                interface $Properties {

                    /** TopicPartition topic */
                    topic?: (string|null);

                    /** TopicPartition partition */
                    partition?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a TopicPartition. */
                type $Shape = sordini.admin.v1.TopicPartition.$Properties;
            }

            /**
             * Properties of an ElectLeadersResponse.
             * @deprecated Use sordini.admin.v1.ElectLeadersResponse.$Properties instead.
             */
            interface IElectLeadersResponse extends sordini.admin.v1.ElectLeadersResponse.$Properties {
            }

            /** Represents an ElectLeadersResponse. */
            class ElectLeadersResponse {

                /**
                 * Constructs a new ElectLeadersResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.ElectLeadersResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ElectLeadersResponse results. */
                results: sordini.admin.v1.ElectionResult.$Properties[];

                /**
                 * Creates a new ElectLeadersResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ElectLeadersResponse instance
                 */
                static create(properties: sordini.admin.v1.ElectLeadersResponse.$Shape): sordini.admin.v1.ElectLeadersResponse & sordini.admin.v1.ElectLeadersResponse.$Shape;
                static create(properties?: sordini.admin.v1.ElectLeadersResponse.$Properties): sordini.admin.v1.ElectLeadersResponse;

                /**
                 * Encodes the specified ElectLeadersResponse message. Does not implicitly {@link sordini.admin.v1.ElectLeadersResponse.verify|verify} messages.
                 * @param message ElectLeadersResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.ElectLeadersResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ElectLeadersResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.ElectLeadersResponse & sordini.admin.v1.ElectLeadersResponse.$Shape} ElectLeadersResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.ElectLeadersResponse & sordini.admin.v1.ElectLeadersResponse.$Shape;
            }

            namespace ElectLeadersResponse {

                /** Properties of an ElectLeadersResponse. */
                interface $Properties {

                    /** ElectLeadersResponse results */
                    results?: (sordini.admin.v1.ElectionResult.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an ElectLeadersResponse. */
                type $Shape = sordini.admin.v1.ElectLeadersResponse.$Properties;
            }

            /**
             * Properties of an ElectionResult.
             * @deprecated Use sordini.admin.v1.ElectionResult.$Properties instead.
             */
            interface IElectionResult extends sordini.admin.v1.ElectionResult.$Properties {
            }

            /** Represents an ElectionResult. */
            class ElectionResult {

                /**
                 * Constructs a new ElectionResult.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.ElectionResult.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ElectionResult topic. */
                topic: string;

                /** ElectionResult partition. */
                partition: number;

                /** ElectionResult errorCode. */
                errorCode: number;

                /** ElectionResult errorMessage. */
                errorMessage: string;

                /** ElectionResult leaderId. */
                leaderId: number;

                /**
                 * Creates a new ElectionResult instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ElectionResult instance
                 */
                static create(properties: sordini.admin.v1.ElectionResult.$Shape): sordini.admin.v1.ElectionResult & sordini.admin.v1.ElectionResult.$Shape;
                static create(properties?: sordini.admin.v1.ElectionResult.$Properties): sordini.admin.v1.ElectionResult;

                /**
                 * Encodes the specified ElectionResult message. Does not implicitly {@link sordini.admin.v1.ElectionResult.verify|verify} messages.
                 * @param message ElectionResult message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.ElectionResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ElectionResult message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.ElectionResult & sordini.admin.v1.ElectionResult.$Shape} ElectionResult
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.ElectionResult & sordini.admin.v1.ElectionResult.$Shape;
            }

            namespace ElectionResult {

                /** Properties of an ElectionResult. */
                interface $Properties {

                    /** ElectionResult topic */
                    topic?: (string|null);

                    /** ElectionResult partition */
                    partition?: (number|null);

                    /** ElectionResult errorCode */
                    errorCode?: (number|null);

                    /** ElectionResult errorMessage */
                    errorMessage?: (string|null);

                    /** ElectionResult leaderId */
                    leaderId?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an ElectionResult. */
                type $Shape = sordini.admin.v1.ElectionResult.$Properties;
            }

            /**
             * Properties of an UnregisterBrokerRequest.
             * @deprecated Use sordini.admin.v1.UnregisterBrokerRequest.$Properties instead.
             */
            interface IUnregisterBrokerRequest extends sordini.admin.v1.UnregisterBrokerRequest.$Properties {
            }

            /** Represents an UnregisterBrokerRequest. */
            class UnregisterBrokerRequest {

                /**
                 * Constructs a new UnregisterBrokerRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.UnregisterBrokerRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** UnregisterBrokerRequest brokerId. */
                brokerId: number;

                /** UnregisterBrokerRequest timeoutMs. */
                timeoutMs: number;

                /**
                 * Creates a new UnregisterBrokerRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns UnregisterBrokerRequest instance
                 */
                static create(properties: sordini.admin.v1.UnregisterBrokerRequest.$Shape): sordini.admin.v1.UnregisterBrokerRequest & sordini.admin.v1.UnregisterBrokerRequest.$Shape;
                static create(properties?: sordini.admin.v1.UnregisterBrokerRequest.$Properties): sordini.admin.v1.UnregisterBrokerRequest;

                /**
                 * Encodes the specified UnregisterBrokerRequest message. Does not implicitly {@link sordini.admin.v1.UnregisterBrokerRequest.verify|verify} messages.
                 * @param message UnregisterBrokerRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.UnregisterBrokerRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an UnregisterBrokerRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.UnregisterBrokerRequest & sordini.admin.v1.UnregisterBrokerRequest.$Shape} UnregisterBrokerRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.UnregisterBrokerRequest & sordini.admin.v1.UnregisterBrokerRequest.$Shape;
            }

            namespace UnregisterBrokerRequest {

                /** Properties of an UnregisterBrokerRequest. */
                interface $Properties {

                    /** UnregisterBrokerRequest brokerId */
                    brokerId?: (number|null);

                    /** UnregisterBrokerRequest timeoutMs */
                    timeoutMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an UnregisterBrokerRequest. */
                type $Shape = sordini.admin.v1.UnregisterBrokerRequest.$Properties;
            }

            /**
             * Properties of an UnregisterBrokerResponse.
             * @deprecated Use sordini.admin.v1.UnregisterBrokerResponse.$Properties instead.
             */
            interface IUnregisterBrokerResponse extends sordini.admin.v1.UnregisterBrokerResponse.$Properties {
            }

            /** Represents an UnregisterBrokerResponse. */
            class UnregisterBrokerResponse {

                /**
                 * Constructs a new UnregisterBrokerResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.UnregisterBrokerResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Creates a new UnregisterBrokerResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns UnregisterBrokerResponse instance
                 */
                static create(properties: sordini.admin.v1.UnregisterBrokerResponse.$Shape): sordini.admin.v1.UnregisterBrokerResponse & sordini.admin.v1.UnregisterBrokerResponse.$Shape;
                static create(properties?: sordini.admin.v1.UnregisterBrokerResponse.$Properties): sordini.admin.v1.UnregisterBrokerResponse;

                /**
                 * Encodes the specified UnregisterBrokerResponse message. Does not implicitly {@link sordini.admin.v1.UnregisterBrokerResponse.verify|verify} messages.
                 * @param message UnregisterBrokerResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.UnregisterBrokerResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an UnregisterBrokerResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.UnregisterBrokerResponse & sordini.admin.v1.UnregisterBrokerResponse.$Shape} UnregisterBrokerResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.UnregisterBrokerResponse & sordini.admin.v1.UnregisterBrokerResponse.$Shape;
            }

            namespace UnregisterBrokerResponse {

                /** Properties of an UnregisterBrokerResponse. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an UnregisterBrokerResponse. */
                type $Shape = sordini.admin.v1.UnregisterBrokerResponse.$Properties;
            }

            /**
             * Properties of a DescribeClusterRequest.
             * @deprecated Use sordini.admin.v1.DescribeClusterRequest.$Properties instead.
             */
            interface IDescribeClusterRequest extends sordini.admin.v1.DescribeClusterRequest.$Properties {
            }

            /** Represents a DescribeClusterRequest. */
            class DescribeClusterRequest {

                /**
                 * Constructs a new DescribeClusterRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.DescribeClusterRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Creates a new DescribeClusterRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns DescribeClusterRequest instance
                 */
                static create(properties: sordini.admin.v1.DescribeClusterRequest.$Shape): sordini.admin.v1.DescribeClusterRequest & sordini.admin.v1.DescribeClusterRequest.$Shape;
                static create(properties?: sordini.admin.v1.DescribeClusterRequest.$Properties): sordini.admin.v1.DescribeClusterRequest;

                /**
                 * Encodes the specified DescribeClusterRequest message. Does not implicitly {@link sordini.admin.v1.DescribeClusterRequest.verify|verify} messages.
                 * @param message DescribeClusterRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.DescribeClusterRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DescribeClusterRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.DescribeClusterRequest & sordini.admin.v1.DescribeClusterRequest.$Shape} DescribeClusterRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.DescribeClusterRequest & sordini.admin.v1.DescribeClusterRequest.$Shape;
            }

            namespace DescribeClusterRequest {

                /** Properties of a DescribeClusterRequest. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DescribeClusterRequest. */
                type $Shape = sordini.admin.v1.DescribeClusterRequest.$Properties;
            }

            /**
             * Properties of a DescribeClusterResponse.
             * @deprecated Use sordini.admin.v1.DescribeClusterResponse.$Properties instead.
             */
            interface IDescribeClusterResponse extends sordini.admin.v1.DescribeClusterResponse.$Properties {
            }

            /** Represents a DescribeClusterResponse. */
            class DescribeClusterResponse {

                /**
                 * Constructs a new DescribeClusterResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.DescribeClusterResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DescribeClusterResponse clusterId. */
                clusterId: string;

                /** DescribeClusterResponse controllerId. */
                controllerId: number;

                /** DescribeClusterResponse brokers. */
                brokers: sordini.admin.v1.ClusterBroker.$Properties[];

                /**
                 * Creates a new DescribeClusterResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns DescribeClusterResponse instance
                 */
                static create(properties: sordini.admin.v1.DescribeClusterResponse.$Shape): sordini.admin.v1.DescribeClusterResponse & sordini.admin.v1.DescribeClusterResponse.$Shape;
                static create(properties?: sordini.admin.v1.DescribeClusterResponse.$Properties): sordini.admin.v1.DescribeClusterResponse;

                /**
                 * Encodes the specified DescribeClusterResponse message. Does not implicitly {@link sordini.admin.v1.DescribeClusterResponse.verify|verify} messages.
                 * @param message DescribeClusterResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.DescribeClusterResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DescribeClusterResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.DescribeClusterResponse & sordini.admin.v1.DescribeClusterResponse.$Shape} DescribeClusterResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.DescribeClusterResponse & sordini.admin.v1.DescribeClusterResponse.$Shape;
            }

            namespace DescribeClusterResponse {

                /** Properties of a DescribeClusterResponse. */
                interface $Properties {

                    /** DescribeClusterResponse clusterId */
                    clusterId?: (string|null);

                    /** DescribeClusterResponse controllerId */
                    controllerId?: (number|null);

                    /** DescribeClusterResponse brokers */
                    brokers?: (sordini.admin.v1.ClusterBroker.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DescribeClusterResponse. */
                type $Shape = sordini.admin.v1.DescribeClusterResponse.$Properties;
            }

            /**
             * Properties of a ClusterBroker.
             * @deprecated Use sordini.admin.v1.ClusterBroker.$Properties instead.
             */
            interface IClusterBroker extends sordini.admin.v1.ClusterBroker.$Properties {
            }

            /** Represents a ClusterBroker. */
            class ClusterBroker {

                /**
                 * Constructs a new ClusterBroker.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.ClusterBroker.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ClusterBroker nodeId. */
                nodeId: number;

                /** ClusterBroker host. */
                host: string;

                /** ClusterBroker port. */
                port: number;

                /** ClusterBroker rack. */
                rack: string;

                /** ClusterBroker fenced. */
                fenced: boolean;

                /** ClusterBroker partitions. */
                partitions: number;

                /** ClusterBroker leaders. */
                leaders: number;

                /**
                 * Creates a new ClusterBroker instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ClusterBroker instance
                 */
                static create(properties: sordini.admin.v1.ClusterBroker.$Shape): sordini.admin.v1.ClusterBroker & sordini.admin.v1.ClusterBroker.$Shape;
                static create(properties?: sordini.admin.v1.ClusterBroker.$Properties): sordini.admin.v1.ClusterBroker;

                /**
                 * Encodes the specified ClusterBroker message. Does not implicitly {@link sordini.admin.v1.ClusterBroker.verify|verify} messages.
                 * @param message ClusterBroker message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.ClusterBroker.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ClusterBroker message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.ClusterBroker & sordini.admin.v1.ClusterBroker.$Shape} ClusterBroker
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.ClusterBroker & sordini.admin.v1.ClusterBroker.$Shape;
            }

            namespace ClusterBroker {

                /** Properties of a ClusterBroker. */
                interface $Properties {

                    /** ClusterBroker nodeId */
                    nodeId?: (number|null);

                    /** ClusterBroker host */
                    host?: (string|null);

                    /** ClusterBroker port */
                    port?: (number|null);

                    /** ClusterBroker rack */
                    rack?: (string|null);

                    /** ClusterBroker fenced */
                    fenced?: (boolean|null);

                    /** ClusterBroker partitions */
                    partitions?: (number|null);

                    /** ClusterBroker leaders */
                    leaders?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ClusterBroker. */
                type $Shape = sordini.admin.v1.ClusterBroker.$Properties;
            }

            /**
             * Properties of a DescribeQuorumRequest.
             * @deprecated Use sordini.admin.v1.DescribeQuorumRequest.$Properties instead.
             */
            interface IDescribeQuorumRequest extends sordini.admin.v1.DescribeQuorumRequest.$Properties {
            }

            /** Represents a DescribeQuorumRequest. */
            class DescribeQuorumRequest {

                /**
                 * Constructs a new DescribeQuorumRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.DescribeQuorumRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Creates a new DescribeQuorumRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns DescribeQuorumRequest instance
                 */
                static create(properties: sordini.admin.v1.DescribeQuorumRequest.$Shape): sordini.admin.v1.DescribeQuorumRequest & sordini.admin.v1.DescribeQuorumRequest.$Shape;
                static create(properties?: sordini.admin.v1.DescribeQuorumRequest.$Properties): sordini.admin.v1.DescribeQuorumRequest;

                /**
                 * Encodes the specified DescribeQuorumRequest message. Does not implicitly {@link sordini.admin.v1.DescribeQuorumRequest.verify|verify} messages.
                 * @param message DescribeQuorumRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.DescribeQuorumRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DescribeQuorumRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.DescribeQuorumRequest & sordini.admin.v1.DescribeQuorumRequest.$Shape} DescribeQuorumRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.DescribeQuorumRequest & sordini.admin.v1.DescribeQuorumRequest.$Shape;
            }

            namespace DescribeQuorumRequest {

                /** Properties of a DescribeQuorumRequest. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DescribeQuorumRequest. */
                type $Shape = sordini.admin.v1.DescribeQuorumRequest.$Properties;
            }

            /**
             * Properties of a DescribeQuorumResponse.
             * @deprecated Use sordini.admin.v1.DescribeQuorumResponse.$Properties instead.
             */
            interface IDescribeQuorumResponse extends sordini.admin.v1.DescribeQuorumResponse.$Properties {
            }

            /** Represents a DescribeQuorumResponse. */
            class DescribeQuorumResponse {

                /**
                 * Constructs a new DescribeQuorumResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.DescribeQuorumResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DescribeQuorumResponse errorCode. */
                errorCode: number;

                /** DescribeQuorumResponse errorMessage. */
                errorMessage: string;

                /** DescribeQuorumResponse leaderId. */
                leaderId: number;

                /** DescribeQuorumResponse leaderEpoch. */
                leaderEpoch: number;

                /** DescribeQuorumResponse highWatermark. */
                highWatermark: number;

                /** DescribeQuorumResponse voters. */
                voters: sordini.admin.v1.QuorumReplica.$Properties[];

                /** DescribeQuorumResponse observers. */
                observers: sordini.admin.v1.QuorumReplica.$Properties[];

                /**
                 * Creates a new DescribeQuorumResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns DescribeQuorumResponse instance
                 */
                static create(properties: sordini.admin.v1.DescribeQuorumResponse.$Shape): sordini.admin.v1.DescribeQuorumResponse & sordini.admin.v1.DescribeQuorumResponse.$Shape;
                static create(properties?: sordini.admin.v1.DescribeQuorumResponse.$Properties): sordini.admin.v1.DescribeQuorumResponse;

                /**
                 * Encodes the specified DescribeQuorumResponse message. Does not implicitly {@link sordini.admin.v1.DescribeQuorumResponse.verify|verify} messages.
                 * @param message DescribeQuorumResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.DescribeQuorumResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DescribeQuorumResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.DescribeQuorumResponse & sordini.admin.v1.DescribeQuorumResponse.$Shape} DescribeQuorumResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.DescribeQuorumResponse & sordini.admin.v1.DescribeQuorumResponse.$Shape;
            }

            namespace DescribeQuorumResponse {

                /** Properties of a DescribeQuorumResponse. */
                interface $Properties {

                    /** DescribeQuorumResponse errorCode */
                    errorCode?: (number|null);

                    /** DescribeQuorumResponse errorMessage */
                    errorMessage?: (string|null);

                    /** DescribeQuorumResponse leaderId */
                    leaderId?: (number|null);

                    /** DescribeQuorumResponse leaderEpoch */
                    leaderEpoch?: (number|null);

                    /** DescribeQuorumResponse highWatermark */
                    highWatermark?: (number|null);

                    /** DescribeQuorumResponse voters */
                    voters?: (sordini.admin.v1.QuorumReplica.$Properties[]|null);

                    /** DescribeQuorumResponse observers */
                    observers?: (sordini.admin.v1.QuorumReplica.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DescribeQuorumResponse. */
                type $Shape = sordini.admin.v1.DescribeQuorumResponse.$Properties;
            }

            /**
             * Properties of a QuorumReplica.
             * @deprecated Use sordini.admin.v1.QuorumReplica.$Properties instead.
             */
            interface IQuorumReplica extends sordini.admin.v1.QuorumReplica.$Properties {
            }

            /** Represents a QuorumReplica. */
            class QuorumReplica {

                /**
                 * Constructs a new QuorumReplica.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.QuorumReplica.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** QuorumReplica nodeId. */
                nodeId: number;

                /** QuorumReplica directoryId. */
                directoryId: string;

                /** QuorumReplica logEndOffset. */
                logEndOffset: number;

                /** QuorumReplica lastContactMs. */
                lastContactMs: number;

                /** QuorumReplica lastCaughtUpMs. */
                lastCaughtUpMs: number;

                /**
                 * Creates a new QuorumReplica instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns QuorumReplica instance
                 */
                static create(properties: sordini.admin.v1.QuorumReplica.$Shape): sordini.admin.v1.QuorumReplica & sordini.admin.v1.QuorumReplica.$Shape;
                static create(properties?: sordini.admin.v1.QuorumReplica.$Properties): sordini.admin.v1.QuorumReplica;

                /**
                 * Encodes the specified QuorumReplica message. Does not implicitly {@link sordini.admin.v1.QuorumReplica.verify|verify} messages.
                 * @param message QuorumReplica message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.QuorumReplica.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a QuorumReplica message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.QuorumReplica & sordini.admin.v1.QuorumReplica.$Shape} QuorumReplica
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.QuorumReplica & sordini.admin.v1.QuorumReplica.$Shape;
            }

            namespace QuorumReplica {

                /** Properties of a QuorumReplica. */
                interface $Properties {

                    /** QuorumReplica nodeId */
                    nodeId?: (number|null);

                    /** QuorumReplica directoryId */
                    directoryId?: (string|null);

                    /** QuorumReplica logEndOffset */
                    logEndOffset?: (number|null);

                    /** QuorumReplica lastContactMs */
                    lastContactMs?: (number|null);

                    /** QuorumReplica lastCaughtUpMs */
                    lastCaughtUpMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a QuorumReplica. */
                type $Shape = sordini.admin.v1.QuorumReplica.$Properties;
            }

            /**
             * Properties of an AddQuorumVoterRequest.
             * @deprecated Use sordini.admin.v1.AddQuorumVoterRequest.$Properties instead.
             */
            interface IAddQuorumVoterRequest extends sordini.admin.v1.AddQuorumVoterRequest.$Properties {
            }

            /** Represents an AddQuorumVoterRequest. */
            class AddQuorumVoterRequest {

                /**
                 * Constructs a new AddQuorumVoterRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.AddQuorumVoterRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AddQuorumVoterRequest voter. */
                voter?: (sordini.admin.v1.QuorumVoter.$Properties|null);

                /** AddQuorumVoterRequest timeoutMs. */
                timeoutMs: number;

                /**
                 * Creates a new AddQuorumVoterRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AddQuorumVoterRequest instance
                 */
                static create(properties: sordini.admin.v1.AddQuorumVoterRequest.$Shape): sordini.admin.v1.AddQuorumVoterRequest & sordini.admin.v1.AddQuorumVoterRequest.$Shape;
                static create(properties?: sordini.admin.v1.AddQuorumVoterRequest.$Properties): sordini.admin.v1.AddQuorumVoterRequest;

                /**
                 * Encodes the specified AddQuorumVoterRequest message. Does not implicitly {@link sordini.admin.v1.AddQuorumVoterRequest.verify|verify} messages.
                 * @param message AddQuorumVoterRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.AddQuorumVoterRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AddQuorumVoterRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.AddQuorumVoterRequest & sordini.admin.v1.AddQuorumVoterRequest.$Shape} AddQuorumVoterRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.AddQuorumVoterRequest & sordini.admin.v1.AddQuorumVoterRequest.$Shape;
            }

            namespace AddQuorumVoterRequest {

                /** Properties of an AddQuorumVoterRequest. */
                interface $Properties {

                    /** AddQuorumVoterRequest voter */
                    voter?: (sordini.admin.v1.QuorumVoter.$Properties|null);

                    /** AddQuorumVoterRequest timeoutMs */
                    timeoutMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AddQuorumVoterRequest. */
                type $Shape = sordini.admin.v1.AddQuorumVoterRequest.$Properties;
            }

            /**
             * Properties of an AddQuorumVoterResponse.
             * @deprecated Use sordini.admin.v1.AddQuorumVoterResponse.$Properties instead.
             */
            interface IAddQuorumVoterResponse extends sordini.admin.v1.AddQuorumVoterResponse.$Properties {
            }

            /** Represents an AddQuorumVoterResponse. */
            class AddQuorumVoterResponse {

                /**
                 * Constructs a new AddQuorumVoterResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.AddQuorumVoterResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AddQuorumVoterResponse voters. */
                voters: sordini.admin.v1.QuorumVoter.$Properties[];

                /**
                 * Creates a new AddQuorumVoterResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AddQuorumVoterResponse instance
                 */
                static create(properties: sordini.admin.v1.AddQuorumVoterResponse.$Shape): sordini.admin.v1.AddQuorumVoterResponse & sordini.admin.v1.AddQuorumVoterResponse.$Shape;
                static create(properties?: sordini.admin.v1.AddQuorumVoterResponse.$Properties): sordini.admin.v1.AddQuorumVoterResponse;

                /**
                 * Encodes the specified AddQuorumVoterResponse message. Does not implicitly {@link sordini.admin.v1.AddQuorumVoterResponse.verify|verify} messages.
                 * @param message AddQuorumVoterResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.AddQuorumVoterResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AddQuorumVoterResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.AddQuorumVoterResponse & sordini.admin.v1.AddQuorumVoterResponse.$Shape} AddQuorumVoterResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.AddQuorumVoterResponse & sordini.admin.v1.AddQuorumVoterResponse.$Shape;
            }

            namespace AddQuorumVoterResponse {

                /** Properties of an AddQuorumVoterResponse. */
                interface $Properties {

                    /** AddQuorumVoterResponse voters */
                    voters?: (sordini.admin.v1.QuorumVoter.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AddQuorumVoterResponse. */
                type $Shape = sordini.admin.v1.AddQuorumVoterResponse.$Properties;
            }

            /**
             * Properties of a RemoveQuorumVoterRequest.
             * @deprecated Use sordini.admin.v1.RemoveQuorumVoterRequest.$Properties instead.
             */
            interface IRemoveQuorumVoterRequest extends sordini.admin.v1.RemoveQuorumVoterRequest.$Properties {
            }

            /** Represents a RemoveQuorumVoterRequest. */
            class RemoveQuorumVoterRequest {

                /**
                 * Constructs a new RemoveQuorumVoterRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.RemoveQuorumVoterRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RemoveQuorumVoterRequest voter. */
                voter?: (sordini.admin.v1.QuorumVoter.$Properties|null);

                /** RemoveQuorumVoterRequest timeoutMs. */
                timeoutMs: number;

                /**
                 * Creates a new RemoveQuorumVoterRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns RemoveQuorumVoterRequest instance
                 */
                static create(properties: sordini.admin.v1.RemoveQuorumVoterRequest.$Shape): sordini.admin.v1.RemoveQuorumVoterRequest & sordini.admin.v1.RemoveQuorumVoterRequest.$Shape;
                static create(properties?: sordini.admin.v1.RemoveQuorumVoterRequest.$Properties): sordini.admin.v1.RemoveQuorumVoterRequest;

                /**
                 * Encodes the specified RemoveQuorumVoterRequest message. Does not implicitly {@link sordini.admin.v1.RemoveQuorumVoterRequest.verify|verify} messages.
                 * @param message RemoveQuorumVoterRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.RemoveQuorumVoterRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RemoveQuorumVoterRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.RemoveQuorumVoterRequest & sordini.admin.v1.RemoveQuorumVoterRequest.$Shape} RemoveQuorumVoterRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.RemoveQuorumVoterRequest & sordini.admin.v1.RemoveQuorumVoterRequest.$Shape;
            }

            namespace RemoveQuorumVoterRequest {

                /** Properties of a RemoveQuorumVoterRequest. */
                interface $Properties {

                    /** RemoveQuorumVoterRequest voter */
                    voter?: (sordini.admin.v1.QuorumVoter.$Properties|null);

                    /** RemoveQuorumVoterRequest timeoutMs */
                    timeoutMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RemoveQuorumVoterRequest. */
                type $Shape = sordini.admin.v1.RemoveQuorumVoterRequest.$Properties;
            }

            /**
             * Properties of a RemoveQuorumVoterResponse.
             * @deprecated Use sordini.admin.v1.RemoveQuorumVoterResponse.$Properties instead.
             */
            interface IRemoveQuorumVoterResponse extends sordini.admin.v1.RemoveQuorumVoterResponse.$Properties {
            }

            /** Represents a RemoveQuorumVoterResponse. */
            class RemoveQuorumVoterResponse {

                /**
                 * Constructs a new RemoveQuorumVoterResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.RemoveQuorumVoterResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RemoveQuorumVoterResponse voters. */
                voters: sordini.admin.v1.QuorumVoter.$Properties[];

                /**
                 * Creates a new RemoveQuorumVoterResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns RemoveQuorumVoterResponse instance
                 */
                static create(properties: sordini.admin.v1.RemoveQuorumVoterResponse.$Shape): sordini.admin.v1.RemoveQuorumVoterResponse & sordini.admin.v1.RemoveQuorumVoterResponse.$Shape;
                static create(properties?: sordini.admin.v1.RemoveQuorumVoterResponse.$Properties): sordini.admin.v1.RemoveQuorumVoterResponse;

                /**
                 * Encodes the specified RemoveQuorumVoterResponse message. Does not implicitly {@link sordini.admin.v1.RemoveQuorumVoterResponse.verify|verify} messages.
                 * @param message RemoveQuorumVoterResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.RemoveQuorumVoterResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RemoveQuorumVoterResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.RemoveQuorumVoterResponse & sordini.admin.v1.RemoveQuorumVoterResponse.$Shape} RemoveQuorumVoterResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.RemoveQuorumVoterResponse & sordini.admin.v1.RemoveQuorumVoterResponse.$Shape;
            }

            namespace RemoveQuorumVoterResponse {

                /** Properties of a RemoveQuorumVoterResponse. */
                interface $Properties {

                    /** RemoveQuorumVoterResponse voters */
                    voters?: (sordini.admin.v1.QuorumVoter.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RemoveQuorumVoterResponse. */
                type $Shape = sordini.admin.v1.RemoveQuorumVoterResponse.$Properties;
            }

            /**
             * Properties of a QuorumVoter.
             * @deprecated Use sordini.admin.v1.QuorumVoter.$Properties instead.
             */
            interface IQuorumVoter extends sordini.admin.v1.QuorumVoter.$Properties {
            }

            /** Represents a QuorumVoter. */
            class QuorumVoter {

                /**
                 * Constructs a new QuorumVoter.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.admin.v1.QuorumVoter.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** QuorumVoter nodeId. */
                nodeId: number;

                /** QuorumVoter directoryId. */
                directoryId: string;

                /**
                 * Creates a new QuorumVoter instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns QuorumVoter instance
                 */
                static create(properties: sordini.admin.v1.QuorumVoter.$Shape): sordini.admin.v1.QuorumVoter & sordini.admin.v1.QuorumVoter.$Shape;
                static create(properties?: sordini.admin.v1.QuorumVoter.$Properties): sordini.admin.v1.QuorumVoter;

                /**
                 * Encodes the specified QuorumVoter message. Does not implicitly {@link sordini.admin.v1.QuorumVoter.verify|verify} messages.
                 * @param message QuorumVoter message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.admin.v1.QuorumVoter.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a QuorumVoter message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.admin.v1.QuorumVoter & sordini.admin.v1.QuorumVoter.$Shape} QuorumVoter
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.admin.v1.QuorumVoter & sordini.admin.v1.QuorumVoter.$Shape;
            }

            namespace QuorumVoter {

                /** Properties of a QuorumVoter. */
                interface $Properties {

                    /** QuorumVoter nodeId */
                    nodeId?: (number|null);

                    /** QuorumVoter directoryId */
                    directoryId?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a QuorumVoter. */
                type $Shape = sordini.admin.v1.QuorumVoter.$Properties;
            }
        }
    }

    /** Namespace peer. */
    namespace peer {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a ReplicateRequest.
             * @deprecated Use sordini.peer.v1.ReplicateRequest.$Properties instead.
             */
            interface IReplicateRequest extends sordini.peer.v1.ReplicateRequest.$Properties {
            }

            /** Represents a ReplicateRequest. */
            class ReplicateRequest {

                /**
                 * Constructs a new ReplicateRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.ReplicateRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ReplicateRequest hello. */
                hello?: (sordini.peer.v1.ReplicateHello.$Properties|null);

                /** ReplicateRequest positions. */
                positions: sordini.peer.v1.ReplicaPosition.$Properties[];

                /** ReplicateRequest detach. */
                detach: sordini.peer.v1.ReplicaDetach.$Properties[];

                /** ReplicateRequest creditBytes. */
                creditBytes: number;

                /**
                 * Creates a new ReplicateRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ReplicateRequest instance
                 */
                static create(properties: sordini.peer.v1.ReplicateRequest.$Shape): sordini.peer.v1.ReplicateRequest & sordini.peer.v1.ReplicateRequest.$Shape;
                static create(properties?: sordini.peer.v1.ReplicateRequest.$Properties): sordini.peer.v1.ReplicateRequest;

                /**
                 * Encodes the specified ReplicateRequest message. Does not implicitly {@link sordini.peer.v1.ReplicateRequest.verify|verify} messages.
                 * @param message ReplicateRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.ReplicateRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ReplicateRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.ReplicateRequest & sordini.peer.v1.ReplicateRequest.$Shape} ReplicateRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.ReplicateRequest & sordini.peer.v1.ReplicateRequest.$Shape;
            }

            namespace ReplicateRequest {

                /** Properties of a ReplicateRequest. */
                interface $Properties {

                    /** ReplicateRequest hello */
                    hello?: (sordini.peer.v1.ReplicateHello.$Properties|null);

                    /** ReplicateRequest positions */
                    positions?: (sordini.peer.v1.ReplicaPosition.$Properties[]|null);

                    /** ReplicateRequest detach */
                    detach?: (sordini.peer.v1.ReplicaDetach.$Properties[]|null);

                    /** ReplicateRequest creditBytes */
                    creditBytes?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ReplicateRequest. */
                type $Shape = sordini.peer.v1.ReplicateRequest.$Properties;
            }

            /**
             * Properties of a ReplicateHello.
             * @deprecated Use sordini.peer.v1.ReplicateHello.$Properties instead.
             */
            interface IReplicateHello extends sordini.peer.v1.ReplicateHello.$Properties {
            }

            /** Represents a ReplicateHello. */
            class ReplicateHello {

                /**
                 * Constructs a new ReplicateHello.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.ReplicateHello.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ReplicateHello clusterId. */
                clusterId: string;

                /** ReplicateHello followerId. */
                followerId: number;

                /** ReplicateHello brokerEpoch. */
                brokerEpoch: number;

                /** ReplicateHello leaderId. */
                leaderId: number;

                /**
                 * Creates a new ReplicateHello instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ReplicateHello instance
                 */
                static create(properties: sordini.peer.v1.ReplicateHello.$Shape): sordini.peer.v1.ReplicateHello & sordini.peer.v1.ReplicateHello.$Shape;
                static create(properties?: sordini.peer.v1.ReplicateHello.$Properties): sordini.peer.v1.ReplicateHello;

                /**
                 * Encodes the specified ReplicateHello message. Does not implicitly {@link sordini.peer.v1.ReplicateHello.verify|verify} messages.
                 * @param message ReplicateHello message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.ReplicateHello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ReplicateHello message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.ReplicateHello & sordini.peer.v1.ReplicateHello.$Shape} ReplicateHello
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.ReplicateHello & sordini.peer.v1.ReplicateHello.$Shape;
            }

            namespace ReplicateHello {

                /** Properties of a ReplicateHello. */
                interface $Properties {

                    /** ReplicateHello clusterId */
                    clusterId?: (string|null);

                    /** ReplicateHello followerId */
                    followerId?: (number|null);

                    /** ReplicateHello brokerEpoch */
                    brokerEpoch?: (number|null);

                    /** ReplicateHello leaderId */
                    leaderId?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ReplicateHello. */
                type $Shape = sordini.peer.v1.ReplicateHello.$Properties;
            }

            /**
             * Properties of a ReplicaPosition.
             * @deprecated Use sordini.peer.v1.ReplicaPosition.$Properties instead.
             */
            interface IReplicaPosition extends sordini.peer.v1.ReplicaPosition.$Properties {
            }

            /** Represents a ReplicaPosition. */
            class ReplicaPosition {

                /**
                 * Constructs a new ReplicaPosition.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.ReplicaPosition.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ReplicaPosition topicId. */
                topicId: string;

                /** ReplicaPosition partition. */
                partition: number;

                /** ReplicaPosition leaderEpoch. */
                leaderEpoch: number;

                /** ReplicaPosition attachId. */
                attachId: number;

                /** ReplicaPosition logEndOffset. */
                logEndOffset: number;

                /** ReplicaPosition durableEndOffset. */
                durableEndOffset: number;

                /** ReplicaPosition lastEpoch. */
                lastEpoch: number;

                /**
                 * Creates a new ReplicaPosition instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ReplicaPosition instance
                 */
                static create(properties: sordini.peer.v1.ReplicaPosition.$Shape): sordini.peer.v1.ReplicaPosition & sordini.peer.v1.ReplicaPosition.$Shape;
                static create(properties?: sordini.peer.v1.ReplicaPosition.$Properties): sordini.peer.v1.ReplicaPosition;

                /**
                 * Encodes the specified ReplicaPosition message. Does not implicitly {@link sordini.peer.v1.ReplicaPosition.verify|verify} messages.
                 * @param message ReplicaPosition message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.ReplicaPosition.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ReplicaPosition message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.ReplicaPosition & sordini.peer.v1.ReplicaPosition.$Shape} ReplicaPosition
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.ReplicaPosition & sordini.peer.v1.ReplicaPosition.$Shape;
            }

            namespace ReplicaPosition {

                /** Properties of a ReplicaPosition. */
                interface $Properties {

                    /** ReplicaPosition topicId */
                    topicId?: (string|null);

                    /** ReplicaPosition partition */
                    partition?: (number|null);

                    /** ReplicaPosition leaderEpoch */
                    leaderEpoch?: (number|null);

                    /** ReplicaPosition attachId */
                    attachId?: (number|null);

                    /** ReplicaPosition logEndOffset */
                    logEndOffset?: (number|null);

                    /** ReplicaPosition durableEndOffset */
                    durableEndOffset?: (number|null);

                    /** ReplicaPosition lastEpoch */
                    lastEpoch?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ReplicaPosition. */
                type $Shape = sordini.peer.v1.ReplicaPosition.$Properties;
            }

            /**
             * Properties of a ReplicaDetach.
             * @deprecated Use sordini.peer.v1.ReplicaDetach.$Properties instead.
             */
            interface IReplicaDetach extends sordini.peer.v1.ReplicaDetach.$Properties {
            }

            /** Represents a ReplicaDetach. */
            class ReplicaDetach {

                /**
                 * Constructs a new ReplicaDetach.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.ReplicaDetach.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ReplicaDetach topicId. */
                topicId: string;

                /** ReplicaDetach partition. */
                partition: number;

                /**
                 * Creates a new ReplicaDetach instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ReplicaDetach instance
                 */
                static create(properties: sordini.peer.v1.ReplicaDetach.$Shape): sordini.peer.v1.ReplicaDetach & sordini.peer.v1.ReplicaDetach.$Shape;
                static create(properties?: sordini.peer.v1.ReplicaDetach.$Properties): sordini.peer.v1.ReplicaDetach;

                /**
                 * Encodes the specified ReplicaDetach message. Does not implicitly {@link sordini.peer.v1.ReplicaDetach.verify|verify} messages.
                 * @param message ReplicaDetach message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.ReplicaDetach.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ReplicaDetach message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.ReplicaDetach & sordini.peer.v1.ReplicaDetach.$Shape} ReplicaDetach
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.ReplicaDetach & sordini.peer.v1.ReplicaDetach.$Shape;
            }

            namespace ReplicaDetach {

                /** Properties of a ReplicaDetach. */
                interface $Properties {

                    /** ReplicaDetach topicId */
                    topicId?: (string|null);

                    /** ReplicaDetach partition */
                    partition?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ReplicaDetach. */
                type $Shape = sordini.peer.v1.ReplicaDetach.$Properties;
            }

            /**
             * Properties of a ReplicateResponse.
             * @deprecated Use sordini.peer.v1.ReplicateResponse.$Properties instead.
             */
            interface IReplicateResponse extends sordini.peer.v1.ReplicateResponse.$Properties {
            }

            /** Represents a ReplicateResponse. */
            class ReplicateResponse {

                /**
                 * Constructs a new ReplicateResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.ReplicateResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ReplicateResponse pushes. */
                pushes: sordini.peer.v1.ReplicaPush.$Properties[];

                /**
                 * Creates a new ReplicateResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ReplicateResponse instance
                 */
                static create(properties: sordini.peer.v1.ReplicateResponse.$Shape): sordini.peer.v1.ReplicateResponse & sordini.peer.v1.ReplicateResponse.$Shape;
                static create(properties?: sordini.peer.v1.ReplicateResponse.$Properties): sordini.peer.v1.ReplicateResponse;

                /**
                 * Encodes the specified ReplicateResponse message. Does not implicitly {@link sordini.peer.v1.ReplicateResponse.verify|verify} messages.
                 * @param message ReplicateResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.ReplicateResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ReplicateResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.ReplicateResponse & sordini.peer.v1.ReplicateResponse.$Shape} ReplicateResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.ReplicateResponse & sordini.peer.v1.ReplicateResponse.$Shape;
            }

            namespace ReplicateResponse {

                /** Properties of a ReplicateResponse. */
                interface $Properties {

                    /** ReplicateResponse pushes */
                    pushes?: (sordini.peer.v1.ReplicaPush.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ReplicateResponse. */
                type $Shape = sordini.peer.v1.ReplicateResponse.$Properties;
            }

            /**
             * Properties of a ReplicaPush.
             * @deprecated Use sordini.peer.v1.ReplicaPush.$Properties instead.
             */
            interface IReplicaPush extends sordini.peer.v1.ReplicaPush.$Properties {
            }

            /** Represents a ReplicaPush. */
            class ReplicaPush {

                /**
                 * Constructs a new ReplicaPush.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.ReplicaPush.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ReplicaPush topicId. */
                topicId: string;

                /** ReplicaPush partition. */
                partition: number;

                /** ReplicaPush leaderEpoch. */
                leaderEpoch: number;

                /** ReplicaPush attachId. */
                attachId: number;

                /** ReplicaPush errorCode. */
                errorCode: number;

                /** ReplicaPush highWatermark. */
                highWatermark: number;

                /** ReplicaPush logStartOffset. */
                logStartOffset: number;

                /** ReplicaPush diverging. */
                diverging?: (sordini.peer.v1.DivergingEpoch.$Properties|null);

                /** ReplicaPush baseOffset. */
                baseOffset: number;

                /** ReplicaPush batches. */
                batches: Uint8Array;

                /**
                 * Creates a new ReplicaPush instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ReplicaPush instance
                 */
                static create(properties: sordini.peer.v1.ReplicaPush.$Shape): sordini.peer.v1.ReplicaPush & sordini.peer.v1.ReplicaPush.$Shape;
                static create(properties?: sordini.peer.v1.ReplicaPush.$Properties): sordini.peer.v1.ReplicaPush;

                /**
                 * Encodes the specified ReplicaPush message. Does not implicitly {@link sordini.peer.v1.ReplicaPush.verify|verify} messages.
                 * @param message ReplicaPush message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.ReplicaPush.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ReplicaPush message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.ReplicaPush & sordini.peer.v1.ReplicaPush.$Shape} ReplicaPush
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.ReplicaPush & sordini.peer.v1.ReplicaPush.$Shape;
            }

            namespace ReplicaPush {

                /** Properties of a ReplicaPush. */
                interface $Properties {

                    /** ReplicaPush topicId */
                    topicId?: (string|null);

                    /** ReplicaPush partition */
                    partition?: (number|null);

                    /** ReplicaPush leaderEpoch */
                    leaderEpoch?: (number|null);

                    /** ReplicaPush attachId */
                    attachId?: (number|null);

                    /** ReplicaPush errorCode */
                    errorCode?: (number|null);

                    /** ReplicaPush highWatermark */
                    highWatermark?: (number|null);

                    /** ReplicaPush logStartOffset */
                    logStartOffset?: (number|null);

                    /** ReplicaPush diverging */
                    diverging?: (sordini.peer.v1.DivergingEpoch.$Properties|null);

                    /** ReplicaPush baseOffset */
                    baseOffset?: (number|null);

                    /** ReplicaPush batches */
                    batches?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ReplicaPush. */
                type $Shape = sordini.peer.v1.ReplicaPush.$Properties;
            }

            /**
             * Properties of a DivergingEpoch.
             * @deprecated Use sordini.peer.v1.DivergingEpoch.$Properties instead.
             */
            interface IDivergingEpoch extends sordini.peer.v1.DivergingEpoch.$Properties {
            }

            /** Represents a DivergingEpoch. */
            class DivergingEpoch {

                /**
                 * Constructs a new DivergingEpoch.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.DivergingEpoch.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DivergingEpoch epoch. */
                epoch: number;

                /** DivergingEpoch endOffset. */
                endOffset: number;

                /**
                 * Creates a new DivergingEpoch instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns DivergingEpoch instance
                 */
                static create(properties: sordini.peer.v1.DivergingEpoch.$Shape): sordini.peer.v1.DivergingEpoch & sordini.peer.v1.DivergingEpoch.$Shape;
                static create(properties?: sordini.peer.v1.DivergingEpoch.$Properties): sordini.peer.v1.DivergingEpoch;

                /**
                 * Encodes the specified DivergingEpoch message. Does not implicitly {@link sordini.peer.v1.DivergingEpoch.verify|verify} messages.
                 * @param message DivergingEpoch message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.DivergingEpoch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DivergingEpoch message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.DivergingEpoch & sordini.peer.v1.DivergingEpoch.$Shape} DivergingEpoch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.DivergingEpoch & sordini.peer.v1.DivergingEpoch.$Shape;
            }

            namespace DivergingEpoch {

                /** Properties of a DivergingEpoch. */
                interface $Properties {

                    /** DivergingEpoch epoch */
                    epoch?: (number|null);

                    /** DivergingEpoch endOffset */
                    endOffset?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DivergingEpoch. */
                type $Shape = sordini.peer.v1.DivergingEpoch.$Properties;
            }

            /**
             * Properties of a SessionRequest.
             * @deprecated Use sordini.peer.v1.SessionRequest.$Properties instead.
             */
            interface ISessionRequest extends sordini.peer.v1.SessionRequest.$Properties {
            }

            /** Represents a SessionRequest. */
            class SessionRequest {

                /**
                 * Constructs a new SessionRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.SessionRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SessionRequest registration. */
                registration?: (sordini.peer.v1.Registration.$Properties|null);

                /** SessionRequest heartbeat. */
                heartbeat?: (sordini.peer.v1.Heartbeat.$Properties|null);

                /** SessionRequest message. */
                message?: ("registration"|"heartbeat");

                /**
                 * Creates a new SessionRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns SessionRequest instance
                 */
                static create(properties: sordini.peer.v1.SessionRequest.$Shape): sordini.peer.v1.SessionRequest & sordini.peer.v1.SessionRequest.$Shape;
                static create(properties?: sordini.peer.v1.SessionRequest.$Properties): sordini.peer.v1.SessionRequest;

                /**
                 * Encodes the specified SessionRequest message. Does not implicitly {@link sordini.peer.v1.SessionRequest.verify|verify} messages.
                 * @param message SessionRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.SessionRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SessionRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.SessionRequest & sordini.peer.v1.SessionRequest.$Shape} SessionRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.SessionRequest & sordini.peer.v1.SessionRequest.$Shape;
            }

            namespace SessionRequest {

                /** Properties of a SessionRequest. */
                interface $Properties {

                    /** SessionRequest registration */
                    registration?: (sordini.peer.v1.Registration.$Properties|null);

                    /** SessionRequest heartbeat */
                    heartbeat?: (sordini.peer.v1.Heartbeat.$Properties|null);

                    /** SessionRequest message */
                    message?: ("registration"|"heartbeat");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a SessionRequest. */
                type $Shape = {
                  registration?: sordini.peer.v1.Registration.$Shape|null;
                  heartbeat?: sordini.peer.v1.Heartbeat.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ message?: undefined; registration?: null; heartbeat?: null }|{ message?: "registration"; registration: sordini.peer.v1.Registration.$Shape; heartbeat?: null }|{ message?: "heartbeat"; registration?: null; heartbeat: sordini.peer.v1.Heartbeat.$Shape })
                );
            }

            /**
             * Properties of a Registration.
             * @deprecated Use sordini.peer.v1.Registration.$Properties instead.
             */
            interface IRegistration extends sordini.peer.v1.Registration.$Properties {
            }

            /** Represents a Registration. */
            class Registration {

                /**
                 * Constructs a new Registration.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.Registration.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Registration clusterId. */
                clusterId: string;

                /** Registration brokerId. */
                brokerId: number;

                /** Registration incarnationId. */
                incarnationId: string;

                /** Registration directoryIds. */
                directoryIds: string[];

                /** Registration endpoints. */
                endpoints: sordini.peer.v1.Endpoint.$Properties[];

                /** Registration rack. */
                rack: string;

                /** Registration wasCleanShutdown. */
                wasCleanShutdown: boolean;

                /** Registration metadataOffset. */
                metadataOffset: number;

                /** Registration previousBrokerEpoch. */
                previousBrokerEpoch: number;

                /** Registration recordedBrokerEpoch. */
                recordedBrokerEpoch: number;

                /**
                 * Creates a new Registration instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Registration instance
                 */
                static create(properties: sordini.peer.v1.Registration.$Shape): sordini.peer.v1.Registration & sordini.peer.v1.Registration.$Shape;
                static create(properties?: sordini.peer.v1.Registration.$Properties): sordini.peer.v1.Registration;

                /**
                 * Encodes the specified Registration message. Does not implicitly {@link sordini.peer.v1.Registration.verify|verify} messages.
                 * @param message Registration message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.Registration.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Registration message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.Registration & sordini.peer.v1.Registration.$Shape} Registration
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.Registration & sordini.peer.v1.Registration.$Shape;
            }

            namespace Registration {

                /** Properties of a Registration. */
                interface $Properties {

                    /** Registration clusterId */
                    clusterId?: (string|null);

                    /** Registration brokerId */
                    brokerId?: (number|null);

                    /** Registration incarnationId */
                    incarnationId?: (string|null);

                    /** Registration directoryIds */
                    directoryIds?: (string[]|null);

                    /** Registration endpoints */
                    endpoints?: (sordini.peer.v1.Endpoint.$Properties[]|null);

                    /** Registration rack */
                    rack?: (string|null);

                    /** Registration wasCleanShutdown */
                    wasCleanShutdown?: (boolean|null);

                    /** Registration metadataOffset */
                    metadataOffset?: (number|null);

                    /** Registration previousBrokerEpoch */
                    previousBrokerEpoch?: (number|null);

                    /** Registration recordedBrokerEpoch */
                    recordedBrokerEpoch?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Registration. */
                type $Shape = sordini.peer.v1.Registration.$Properties;
            }

            /**
             * Properties of an Endpoint.
             * @deprecated Use sordini.peer.v1.Endpoint.$Properties instead.
             */
            interface IEndpoint extends sordini.peer.v1.Endpoint.$Properties {
            }

            /** Represents an Endpoint. */
            class Endpoint {

                /**
                 * Constructs a new Endpoint.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.Endpoint.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Endpoint listener. */
                listener: string;

                /** Endpoint host. */
                host: string;

                /** Endpoint port. */
                port: number;

                /**
                 * Creates a new Endpoint instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Endpoint instance
                 */
                static create(properties: sordini.peer.v1.Endpoint.$Shape): sordini.peer.v1.Endpoint & sordini.peer.v1.Endpoint.$Shape;
                static create(properties?: sordini.peer.v1.Endpoint.$Properties): sordini.peer.v1.Endpoint;

                /**
                 * Encodes the specified Endpoint message. Does not implicitly {@link sordini.peer.v1.Endpoint.verify|verify} messages.
                 * @param message Endpoint message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.Endpoint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Endpoint message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.Endpoint & sordini.peer.v1.Endpoint.$Shape} Endpoint
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.Endpoint & sordini.peer.v1.Endpoint.$Shape;
            }

            namespace Endpoint {

                /** Properties of an Endpoint. */
                interface $Properties {

                    /** Endpoint listener */
                    listener?: (string|null);

                    /** Endpoint host */
                    host?: (string|null);

                    /** Endpoint port */
                    port?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Endpoint. */
                type $Shape = sordini.peer.v1.Endpoint.$Properties;
            }

            /**
             * Properties of a Heartbeat.
             * @deprecated Use sordini.peer.v1.Heartbeat.$Properties instead.
             */
            interface IHeartbeat extends sordini.peer.v1.Heartbeat.$Properties {
            }

            /** Represents a Heartbeat. */
            class Heartbeat {

                /**
                 * Constructs a new Heartbeat.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.Heartbeat.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Heartbeat metadataOffset. */
                metadataOffset: number;

                /** Heartbeat wantsUnfenced. */
                wantsUnfenced: boolean;

                /** Heartbeat wantsShutdown. */
                wantsShutdown: boolean;

                /** Heartbeat offlineDirectoryIds. */
                offlineDirectoryIds: string[];

                /**
                 * Creates a new Heartbeat instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Heartbeat instance
                 */
                static create(properties: sordini.peer.v1.Heartbeat.$Shape): sordini.peer.v1.Heartbeat & sordini.peer.v1.Heartbeat.$Shape;
                static create(properties?: sordini.peer.v1.Heartbeat.$Properties): sordini.peer.v1.Heartbeat;

                /**
                 * Encodes the specified Heartbeat message. Does not implicitly {@link sordini.peer.v1.Heartbeat.verify|verify} messages.
                 * @param message Heartbeat message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.Heartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Heartbeat message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.Heartbeat & sordini.peer.v1.Heartbeat.$Shape} Heartbeat
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.Heartbeat & sordini.peer.v1.Heartbeat.$Shape;
            }

            namespace Heartbeat {

                /** Properties of a Heartbeat. */
                interface $Properties {

                    /** Heartbeat metadataOffset */
                    metadataOffset?: (number|null);

                    /** Heartbeat wantsUnfenced */
                    wantsUnfenced?: (boolean|null);

                    /** Heartbeat wantsShutdown */
                    wantsShutdown?: (boolean|null);

                    /** Heartbeat offlineDirectoryIds */
                    offlineDirectoryIds?: (string[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Heartbeat. */
                type $Shape = sordini.peer.v1.Heartbeat.$Properties;
            }

            /**
             * Properties of a SessionResponse.
             * @deprecated Use sordini.peer.v1.SessionResponse.$Properties instead.
             */
            interface ISessionResponse extends sordini.peer.v1.SessionResponse.$Properties {
            }

            /** Represents a SessionResponse. */
            class SessionResponse {

                /**
                 * Constructs a new SessionResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.SessionResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SessionResponse rejected. */
                rejected?: (sordini.peer.v1.SessionRejected.$Properties|null);

                /** SessionResponse accepted. */
                accepted?: (sordini.peer.v1.SessionAccepted.$Properties|null);

                /** SessionResponse snapshot. */
                snapshot?: (sordini.peer.v1.MetadataSnapshot.$Properties|null);

                /** SessionResponse entries. */
                entries?: (sordini.peer.v1.MetadataEntries.$Properties|null);

                /** SessionResponse heartbeatReply. */
                heartbeatReply?: (sordini.peer.v1.HeartbeatReply.$Properties|null);

                /** SessionResponse message. */
                message?: ("rejected"|"accepted"|"snapshot"|"entries"|"heartbeatReply");

                /**
                 * Creates a new SessionResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns SessionResponse instance
                 */
                static create(properties: sordini.peer.v1.SessionResponse.$Shape): sordini.peer.v1.SessionResponse & sordini.peer.v1.SessionResponse.$Shape;
                static create(properties?: sordini.peer.v1.SessionResponse.$Properties): sordini.peer.v1.SessionResponse;

                /**
                 * Encodes the specified SessionResponse message. Does not implicitly {@link sordini.peer.v1.SessionResponse.verify|verify} messages.
                 * @param message SessionResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.SessionResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SessionResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.SessionResponse & sordini.peer.v1.SessionResponse.$Shape} SessionResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.SessionResponse & sordini.peer.v1.SessionResponse.$Shape;
            }

            namespace SessionResponse {

                /** Properties of a SessionResponse. */
                interface $Properties {

                    /** SessionResponse rejected */
                    rejected?: (sordini.peer.v1.SessionRejected.$Properties|null);

                    /** SessionResponse accepted */
                    accepted?: (sordini.peer.v1.SessionAccepted.$Properties|null);

                    /** SessionResponse snapshot */
                    snapshot?: (sordini.peer.v1.MetadataSnapshot.$Properties|null);

                    /** SessionResponse entries */
                    entries?: (sordini.peer.v1.MetadataEntries.$Properties|null);

                    /** SessionResponse heartbeatReply */
                    heartbeatReply?: (sordini.peer.v1.HeartbeatReply.$Properties|null);

                    /** SessionResponse message */
                    message?: ("rejected"|"accepted"|"snapshot"|"entries"|"heartbeatReply");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a SessionResponse. */
                type $Shape = {
                  rejected?: sordini.peer.v1.SessionRejected.$Shape|null;
                  accepted?: sordini.peer.v1.SessionAccepted.$Shape|null;
                  snapshot?: sordini.peer.v1.MetadataSnapshot.$Shape|null;
                  entries?: sordini.peer.v1.MetadataEntries.$Shape|null;
                  heartbeatReply?: sordini.peer.v1.HeartbeatReply.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ message?: undefined; rejected?: null; accepted?: null; snapshot?: null; entries?: null; heartbeatReply?: null }|{ message?: "rejected"; rejected: sordini.peer.v1.SessionRejected.$Shape; accepted?: null; snapshot?: null; entries?: null; heartbeatReply?: null }|{ message?: "accepted"; rejected?: null; accepted: sordini.peer.v1.SessionAccepted.$Shape; snapshot?: null; entries?: null; heartbeatReply?: null }|{ message?: "snapshot"; rejected?: null; accepted?: null; snapshot: sordini.peer.v1.MetadataSnapshot.$Shape; entries?: null; heartbeatReply?: null }|{ message?: "entries"; rejected?: null; accepted?: null; snapshot?: null; entries: sordini.peer.v1.MetadataEntries.$Shape; heartbeatReply?: null }|{ message?: "heartbeatReply"; rejected?: null; accepted?: null; snapshot?: null; entries?: null; heartbeatReply: sordini.peer.v1.HeartbeatReply.$Shape })
                );
            }

            /**
             * Properties of a SessionRejected.
             * @deprecated Use sordini.peer.v1.SessionRejected.$Properties instead.
             */
            interface ISessionRejected extends sordini.peer.v1.SessionRejected.$Properties {
            }

            /** Represents a SessionRejected. */
            class SessionRejected {

                /**
                 * Constructs a new SessionRejected.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.SessionRejected.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SessionRejected errorCode. */
                errorCode: number;

                /** SessionRejected errorMessage. */
                errorMessage: string;

                /** SessionRejected controllerId. */
                controllerId: number;

                /**
                 * Creates a new SessionRejected instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns SessionRejected instance
                 */
                static create(properties: sordini.peer.v1.SessionRejected.$Shape): sordini.peer.v1.SessionRejected & sordini.peer.v1.SessionRejected.$Shape;
                static create(properties?: sordini.peer.v1.SessionRejected.$Properties): sordini.peer.v1.SessionRejected;

                /**
                 * Encodes the specified SessionRejected message. Does not implicitly {@link sordini.peer.v1.SessionRejected.verify|verify} messages.
                 * @param message SessionRejected message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.SessionRejected.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SessionRejected message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.SessionRejected & sordini.peer.v1.SessionRejected.$Shape} SessionRejected
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.SessionRejected & sordini.peer.v1.SessionRejected.$Shape;
            }

            namespace SessionRejected {

                /** Properties of a SessionRejected. */
                interface $Properties {

                    /** SessionRejected errorCode */
                    errorCode?: (number|null);

                    /** SessionRejected errorMessage */
                    errorMessage?: (string|null);

                    /** SessionRejected controllerId */
                    controllerId?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SessionRejected. */
                type $Shape = sordini.peer.v1.SessionRejected.$Properties;
            }

            /**
             * Properties of a SessionAccepted.
             * @deprecated Use sordini.peer.v1.SessionAccepted.$Properties instead.
             */
            interface ISessionAccepted extends sordini.peer.v1.SessionAccepted.$Properties {
            }

            /** Represents a SessionAccepted. */
            class SessionAccepted {

                /**
                 * Constructs a new SessionAccepted.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.SessionAccepted.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SessionAccepted brokerEpoch. */
                brokerEpoch: number;

                /** SessionAccepted sessionTimeoutMs. */
                sessionTimeoutMs: number;

                /** SessionAccepted heartbeatIntervalMs. */
                heartbeatIntervalMs: number;

                /**
                 * Creates a new SessionAccepted instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns SessionAccepted instance
                 */
                static create(properties: sordini.peer.v1.SessionAccepted.$Shape): sordini.peer.v1.SessionAccepted & sordini.peer.v1.SessionAccepted.$Shape;
                static create(properties?: sordini.peer.v1.SessionAccepted.$Properties): sordini.peer.v1.SessionAccepted;

                /**
                 * Encodes the specified SessionAccepted message. Does not implicitly {@link sordini.peer.v1.SessionAccepted.verify|verify} messages.
                 * @param message SessionAccepted message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.SessionAccepted.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SessionAccepted message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.SessionAccepted & sordini.peer.v1.SessionAccepted.$Shape} SessionAccepted
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.SessionAccepted & sordini.peer.v1.SessionAccepted.$Shape;
            }

            namespace SessionAccepted {

                /** Properties of a SessionAccepted. */
                interface $Properties {

                    /** SessionAccepted brokerEpoch */
                    brokerEpoch?: (number|null);

                    /** SessionAccepted sessionTimeoutMs */
                    sessionTimeoutMs?: (number|null);

                    /** SessionAccepted heartbeatIntervalMs */
                    heartbeatIntervalMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SessionAccepted. */
                type $Shape = sordini.peer.v1.SessionAccepted.$Properties;
            }

            /**
             * Properties of a MetadataSnapshot.
             * @deprecated Use sordini.peer.v1.MetadataSnapshot.$Properties instead.
             */
            interface IMetadataSnapshot extends sordini.peer.v1.MetadataSnapshot.$Properties {
            }

            /** Represents a MetadataSnapshot. */
            class MetadataSnapshot {

                /**
                 * Constructs a new MetadataSnapshot.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.MetadataSnapshot.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** MetadataSnapshot nextOffset. */
                nextOffset: number;

                /** MetadataSnapshot records. */
                records: Uint8Array;

                /** MetadataSnapshot more. */
                more: boolean;

                /**
                 * Creates a new MetadataSnapshot instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns MetadataSnapshot instance
                 */
                static create(properties: sordini.peer.v1.MetadataSnapshot.$Shape): sordini.peer.v1.MetadataSnapshot & sordini.peer.v1.MetadataSnapshot.$Shape;
                static create(properties?: sordini.peer.v1.MetadataSnapshot.$Properties): sordini.peer.v1.MetadataSnapshot;

                /**
                 * Encodes the specified MetadataSnapshot message. Does not implicitly {@link sordini.peer.v1.MetadataSnapshot.verify|verify} messages.
                 * @param message MetadataSnapshot message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.MetadataSnapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a MetadataSnapshot message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.MetadataSnapshot & sordini.peer.v1.MetadataSnapshot.$Shape} MetadataSnapshot
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.MetadataSnapshot & sordini.peer.v1.MetadataSnapshot.$Shape;
            }

            namespace MetadataSnapshot {

                /** Properties of a MetadataSnapshot. */
                interface $Properties {

                    /** MetadataSnapshot nextOffset */
                    nextOffset?: (number|null);

                    /** MetadataSnapshot records */
                    records?: (Uint8Array|null);

                    /** MetadataSnapshot more */
                    more?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a MetadataSnapshot. */
                type $Shape = sordini.peer.v1.MetadataSnapshot.$Properties;
            }

            /**
             * Properties of a MetadataEntries.
             * @deprecated Use sordini.peer.v1.MetadataEntries.$Properties instead.
             */
            interface IMetadataEntries extends sordini.peer.v1.MetadataEntries.$Properties {
            }

            /** Represents a MetadataEntries. */
            class MetadataEntries {

                /**
                 * Constructs a new MetadataEntries.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.MetadataEntries.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** MetadataEntries entries. */
                entries: sordini.peer.v1.MetadataEntry.$Properties[];

                /** MetadataEntries highWatermark. */
                highWatermark: number;

                /**
                 * Creates a new MetadataEntries instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns MetadataEntries instance
                 */
                static create(properties: sordini.peer.v1.MetadataEntries.$Shape): sordini.peer.v1.MetadataEntries & sordini.peer.v1.MetadataEntries.$Shape;
                static create(properties?: sordini.peer.v1.MetadataEntries.$Properties): sordini.peer.v1.MetadataEntries;

                /**
                 * Encodes the specified MetadataEntries message. Does not implicitly {@link sordini.peer.v1.MetadataEntries.verify|verify} messages.
                 * @param message MetadataEntries message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.MetadataEntries.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a MetadataEntries message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.MetadataEntries & sordini.peer.v1.MetadataEntries.$Shape} MetadataEntries
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.MetadataEntries & sordini.peer.v1.MetadataEntries.$Shape;
            }

            namespace MetadataEntries {

                /** Properties of a MetadataEntries. */
                interface $Properties {

                    /** MetadataEntries entries */
                    entries?: (sordini.peer.v1.MetadataEntry.$Properties[]|null);

                    /** MetadataEntries highWatermark */
                    highWatermark?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a MetadataEntries. */
                type $Shape = sordini.peer.v1.MetadataEntries.$Properties;
            }

            /**
             * Properties of a MetadataEntry.
             * @deprecated Use sordini.peer.v1.MetadataEntry.$Properties instead.
             */
            interface IMetadataEntry extends sordini.peer.v1.MetadataEntry.$Properties {
            }

            /** Represents a MetadataEntry. */
            class MetadataEntry {

                /**
                 * Constructs a new MetadataEntry.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.MetadataEntry.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** MetadataEntry offset. */
                offset: number;

                /** MetadataEntry epoch. */
                epoch: number;

                /** MetadataEntry records. */
                records: Uint8Array;

                /**
                 * Creates a new MetadataEntry instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns MetadataEntry instance
                 */
                static create(properties: sordini.peer.v1.MetadataEntry.$Shape): sordini.peer.v1.MetadataEntry & sordini.peer.v1.MetadataEntry.$Shape;
                static create(properties?: sordini.peer.v1.MetadataEntry.$Properties): sordini.peer.v1.MetadataEntry;

                /**
                 * Encodes the specified MetadataEntry message. Does not implicitly {@link sordini.peer.v1.MetadataEntry.verify|verify} messages.
                 * @param message MetadataEntry message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.MetadataEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a MetadataEntry message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.MetadataEntry & sordini.peer.v1.MetadataEntry.$Shape} MetadataEntry
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.MetadataEntry & sordini.peer.v1.MetadataEntry.$Shape;
            }

            namespace MetadataEntry {

                /** Properties of a MetadataEntry. */
                interface $Properties {

                    /** MetadataEntry offset */
                    offset?: (number|null);

                    /** MetadataEntry epoch */
                    epoch?: (number|null);

                    /** MetadataEntry records */
                    records?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a MetadataEntry. */
                type $Shape = sordini.peer.v1.MetadataEntry.$Properties;
            }

            /**
             * Properties of a HeartbeatReply.
             * @deprecated Use sordini.peer.v1.HeartbeatReply.$Properties instead.
             */
            interface IHeartbeatReply extends sordini.peer.v1.HeartbeatReply.$Properties {
            }

            /** Represents a HeartbeatReply. */
            class HeartbeatReply {

                /**
                 * Constructs a new HeartbeatReply.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.HeartbeatReply.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** HeartbeatReply fenced. */
                fenced: boolean;

                /** HeartbeatReply mayShutDown. */
                mayShutDown: boolean;

                /** HeartbeatReply leadershipsLeft. */
                leadershipsLeft: number;

                /**
                 * Creates a new HeartbeatReply instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns HeartbeatReply instance
                 */
                static create(properties: sordini.peer.v1.HeartbeatReply.$Shape): sordini.peer.v1.HeartbeatReply & sordini.peer.v1.HeartbeatReply.$Shape;
                static create(properties?: sordini.peer.v1.HeartbeatReply.$Properties): sordini.peer.v1.HeartbeatReply;

                /**
                 * Encodes the specified HeartbeatReply message. Does not implicitly {@link sordini.peer.v1.HeartbeatReply.verify|verify} messages.
                 * @param message HeartbeatReply message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.HeartbeatReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a HeartbeatReply message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.HeartbeatReply & sordini.peer.v1.HeartbeatReply.$Shape} HeartbeatReply
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.HeartbeatReply & sordini.peer.v1.HeartbeatReply.$Shape;
            }

            namespace HeartbeatReply {

                /** Properties of a HeartbeatReply. */
                interface $Properties {

                    /** HeartbeatReply fenced */
                    fenced?: (boolean|null);

                    /** HeartbeatReply mayShutDown */
                    mayShutDown?: (boolean|null);

                    /** HeartbeatReply leadershipsLeft */
                    leadershipsLeft?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a HeartbeatReply. */
                type $Shape = sordini.peer.v1.HeartbeatReply.$Properties;
            }

            /**
             * Properties of an AlterPartitionRequest.
             * @deprecated Use sordini.peer.v1.AlterPartitionRequest.$Properties instead.
             */
            interface IAlterPartitionRequest extends sordini.peer.v1.AlterPartitionRequest.$Properties {
            }

            /** Represents an AlterPartitionRequest. */
            class AlterPartitionRequest {

                /**
                 * Constructs a new AlterPartitionRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.AlterPartitionRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AlterPartitionRequest brokerId. */
                brokerId: number;

                /** AlterPartitionRequest brokerEpoch. */
                brokerEpoch: number;

                /** AlterPartitionRequest changes. */
                changes: sordini.peer.v1.IsrChange.$Properties[];

                /**
                 * Creates a new AlterPartitionRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AlterPartitionRequest instance
                 */
                static create(properties: sordini.peer.v1.AlterPartitionRequest.$Shape): sordini.peer.v1.AlterPartitionRequest & sordini.peer.v1.AlterPartitionRequest.$Shape;
                static create(properties?: sordini.peer.v1.AlterPartitionRequest.$Properties): sordini.peer.v1.AlterPartitionRequest;

                /**
                 * Encodes the specified AlterPartitionRequest message. Does not implicitly {@link sordini.peer.v1.AlterPartitionRequest.verify|verify} messages.
                 * @param message AlterPartitionRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.AlterPartitionRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AlterPartitionRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.AlterPartitionRequest & sordini.peer.v1.AlterPartitionRequest.$Shape} AlterPartitionRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.AlterPartitionRequest & sordini.peer.v1.AlterPartitionRequest.$Shape;
            }

            namespace AlterPartitionRequest {

                /** Properties of an AlterPartitionRequest. */
                interface $Properties {

                    /** AlterPartitionRequest brokerId */
                    brokerId?: (number|null);

                    /** AlterPartitionRequest brokerEpoch */
                    brokerEpoch?: (number|null);

                    /** AlterPartitionRequest changes */
                    changes?: (sordini.peer.v1.IsrChange.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AlterPartitionRequest. */
                type $Shape = sordini.peer.v1.AlterPartitionRequest.$Properties;
            }

            /**
             * Properties of an IsrChange.
             * @deprecated Use sordini.peer.v1.IsrChange.$Properties instead.
             */
            interface IIsrChange extends sordini.peer.v1.IsrChange.$Properties {
            }

            /** Represents an IsrChange. */
            class IsrChange {

                /**
                 * Constructs a new IsrChange.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.IsrChange.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** IsrChange topicId. */
                topicId: string;

                /** IsrChange partition. */
                partition: number;

                /** IsrChange leaderEpoch. */
                leaderEpoch: number;

                /** IsrChange partitionEpoch. */
                partitionEpoch: number;

                /** IsrChange isr. */
                isr: sordini.peer.v1.IsrMember.$Properties[];

                /**
                 * Creates a new IsrChange instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns IsrChange instance
                 */
                static create(properties: sordini.peer.v1.IsrChange.$Shape): sordini.peer.v1.IsrChange & sordini.peer.v1.IsrChange.$Shape;
                static create(properties?: sordini.peer.v1.IsrChange.$Properties): sordini.peer.v1.IsrChange;

                /**
                 * Encodes the specified IsrChange message. Does not implicitly {@link sordini.peer.v1.IsrChange.verify|verify} messages.
                 * @param message IsrChange message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.IsrChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an IsrChange message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.IsrChange & sordini.peer.v1.IsrChange.$Shape} IsrChange
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.IsrChange & sordini.peer.v1.IsrChange.$Shape;
            }

            namespace IsrChange {

                /** Properties of an IsrChange. */
                interface $Properties {

                    /** IsrChange topicId */
                    topicId?: (string|null);

                    /** IsrChange partition */
                    partition?: (number|null);

                    /** IsrChange leaderEpoch */
                    leaderEpoch?: (number|null);

                    /** IsrChange partitionEpoch */
                    partitionEpoch?: (number|null);

                    /** IsrChange isr */
                    isr?: (sordini.peer.v1.IsrMember.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an IsrChange. */
                type $Shape = sordini.peer.v1.IsrChange.$Properties;
            }

            /**
             * Properties of an IsrMember.
             * @deprecated Use sordini.peer.v1.IsrMember.$Properties instead.
             */
            interface IIsrMember extends sordini.peer.v1.IsrMember.$Properties {
            }

            /** Represents an IsrMember. */
            class IsrMember {

                /**
                 * Constructs a new IsrMember.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.IsrMember.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** IsrMember brokerId. */
                brokerId: number;

                /** IsrMember brokerEpoch. */
                brokerEpoch: number;

                /**
                 * Creates a new IsrMember instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns IsrMember instance
                 */
                static create(properties: sordini.peer.v1.IsrMember.$Shape): sordini.peer.v1.IsrMember & sordini.peer.v1.IsrMember.$Shape;
                static create(properties?: sordini.peer.v1.IsrMember.$Properties): sordini.peer.v1.IsrMember;

                /**
                 * Encodes the specified IsrMember message. Does not implicitly {@link sordini.peer.v1.IsrMember.verify|verify} messages.
                 * @param message IsrMember message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.IsrMember.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an IsrMember message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.IsrMember & sordini.peer.v1.IsrMember.$Shape} IsrMember
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.IsrMember & sordini.peer.v1.IsrMember.$Shape;
            }

            namespace IsrMember {

                /** Properties of an IsrMember. */
                interface $Properties {

                    /** IsrMember brokerId */
                    brokerId?: (number|null);

                    /** IsrMember brokerEpoch */
                    brokerEpoch?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an IsrMember. */
                type $Shape = sordini.peer.v1.IsrMember.$Properties;
            }

            /**
             * Properties of an AlterPartitionResponse.
             * @deprecated Use sordini.peer.v1.AlterPartitionResponse.$Properties instead.
             */
            interface IAlterPartitionResponse extends sordini.peer.v1.AlterPartitionResponse.$Properties {
            }

            /** Represents an AlterPartitionResponse. */
            class AlterPartitionResponse {

                /**
                 * Constructs a new AlterPartitionResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.AlterPartitionResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AlterPartitionResponse errorCode. */
                errorCode: number;

                /** AlterPartitionResponse errorMessage. */
                errorMessage: string;

                /** AlterPartitionResponse controllerId. */
                controllerId: number;

                /** AlterPartitionResponse results. */
                results: sordini.peer.v1.IsrChangeResult.$Properties[];

                /**
                 * Creates a new AlterPartitionResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AlterPartitionResponse instance
                 */
                static create(properties: sordini.peer.v1.AlterPartitionResponse.$Shape): sordini.peer.v1.AlterPartitionResponse & sordini.peer.v1.AlterPartitionResponse.$Shape;
                static create(properties?: sordini.peer.v1.AlterPartitionResponse.$Properties): sordini.peer.v1.AlterPartitionResponse;

                /**
                 * Encodes the specified AlterPartitionResponse message. Does not implicitly {@link sordini.peer.v1.AlterPartitionResponse.verify|verify} messages.
                 * @param message AlterPartitionResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.AlterPartitionResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AlterPartitionResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.AlterPartitionResponse & sordini.peer.v1.AlterPartitionResponse.$Shape} AlterPartitionResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.AlterPartitionResponse & sordini.peer.v1.AlterPartitionResponse.$Shape;
            }

            namespace AlterPartitionResponse {

                /** Properties of an AlterPartitionResponse. */
                interface $Properties {

                    /** AlterPartitionResponse errorCode */
                    errorCode?: (number|null);

                    /** AlterPartitionResponse errorMessage */
                    errorMessage?: (string|null);

                    /** AlterPartitionResponse controllerId */
                    controllerId?: (number|null);

                    /** AlterPartitionResponse results */
                    results?: (sordini.peer.v1.IsrChangeResult.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AlterPartitionResponse. */
                type $Shape = sordini.peer.v1.AlterPartitionResponse.$Properties;
            }

            /**
             * Properties of an IsrChangeResult.
             * @deprecated Use sordini.peer.v1.IsrChangeResult.$Properties instead.
             */
            interface IIsrChangeResult extends sordini.peer.v1.IsrChangeResult.$Properties {
            }

            /** Represents an IsrChangeResult. */
            class IsrChangeResult {

                /**
                 * Constructs a new IsrChangeResult.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.IsrChangeResult.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** IsrChangeResult topicId. */
                topicId: string;

                /** IsrChangeResult partition. */
                partition: number;

                /** IsrChangeResult errorCode. */
                errorCode: number;

                /** IsrChangeResult errorMessage. */
                errorMessage: string;

                /** IsrChangeResult leaderId. */
                leaderId: number;

                /** IsrChangeResult leaderEpoch. */
                leaderEpoch: number;

                /** IsrChangeResult partitionEpoch. */
                partitionEpoch: number;

                /** IsrChangeResult isr. */
                isr: number[];

                /** IsrChangeResult replicas. */
                replicas: number[];

                /**
                 * Creates a new IsrChangeResult instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns IsrChangeResult instance
                 */
                static create(properties: sordini.peer.v1.IsrChangeResult.$Shape): sordini.peer.v1.IsrChangeResult & sordini.peer.v1.IsrChangeResult.$Shape;
                static create(properties?: sordini.peer.v1.IsrChangeResult.$Properties): sordini.peer.v1.IsrChangeResult;

                /**
                 * Encodes the specified IsrChangeResult message. Does not implicitly {@link sordini.peer.v1.IsrChangeResult.verify|verify} messages.
                 * @param message IsrChangeResult message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.IsrChangeResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an IsrChangeResult message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.IsrChangeResult & sordini.peer.v1.IsrChangeResult.$Shape} IsrChangeResult
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.IsrChangeResult & sordini.peer.v1.IsrChangeResult.$Shape;
            }

            namespace IsrChangeResult {

                /** Properties of an IsrChangeResult. */
                interface $Properties {

                    /** IsrChangeResult topicId */
                    topicId?: (string|null);

                    /** IsrChangeResult partition */
                    partition?: (number|null);

                    /** IsrChangeResult errorCode */
                    errorCode?: (number|null);

                    /** IsrChangeResult errorMessage */
                    errorMessage?: (string|null);

                    /** IsrChangeResult leaderId */
                    leaderId?: (number|null);

                    /** IsrChangeResult leaderEpoch */
                    leaderEpoch?: (number|null);

                    /** IsrChangeResult partitionEpoch */
                    partitionEpoch?: (number|null);

                    /** IsrChangeResult isr */
                    isr?: (number[]|null);

                    /** IsrChangeResult replicas */
                    replicas?: (number[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an IsrChangeResult. */
                type $Shape = sordini.peer.v1.IsrChangeResult.$Properties;
            }

            /**
             * Properties of an AllocateProducerIdsRequest.
             * @deprecated Use sordini.peer.v1.AllocateProducerIdsRequest.$Properties instead.
             */
            interface IAllocateProducerIdsRequest extends sordini.peer.v1.AllocateProducerIdsRequest.$Properties {
            }

            /** Represents an AllocateProducerIdsRequest. */
            class AllocateProducerIdsRequest {

                /**
                 * Constructs a new AllocateProducerIdsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.AllocateProducerIdsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AllocateProducerIdsRequest brokerId. */
                brokerId: number;

                /** AllocateProducerIdsRequest brokerEpoch. */
                brokerEpoch: number;

                /**
                 * Creates a new AllocateProducerIdsRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AllocateProducerIdsRequest instance
                 */
                static create(properties: sordini.peer.v1.AllocateProducerIdsRequest.$Shape): sordini.peer.v1.AllocateProducerIdsRequest & sordini.peer.v1.AllocateProducerIdsRequest.$Shape;
                static create(properties?: sordini.peer.v1.AllocateProducerIdsRequest.$Properties): sordini.peer.v1.AllocateProducerIdsRequest;

                /**
                 * Encodes the specified AllocateProducerIdsRequest message. Does not implicitly {@link sordini.peer.v1.AllocateProducerIdsRequest.verify|verify} messages.
                 * @param message AllocateProducerIdsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.AllocateProducerIdsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AllocateProducerIdsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.AllocateProducerIdsRequest & sordini.peer.v1.AllocateProducerIdsRequest.$Shape} AllocateProducerIdsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.AllocateProducerIdsRequest & sordini.peer.v1.AllocateProducerIdsRequest.$Shape;
            }

            namespace AllocateProducerIdsRequest {

                /** Properties of an AllocateProducerIdsRequest. */
                interface $Properties {

                    /** AllocateProducerIdsRequest brokerId */
                    brokerId?: (number|null);

                    /** AllocateProducerIdsRequest brokerEpoch */
                    brokerEpoch?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AllocateProducerIdsRequest. */
                type $Shape = sordini.peer.v1.AllocateProducerIdsRequest.$Properties;
            }

            /**
             * Properties of an AllocateProducerIdsResponse.
             * @deprecated Use sordini.peer.v1.AllocateProducerIdsResponse.$Properties instead.
             */
            interface IAllocateProducerIdsResponse extends sordini.peer.v1.AllocateProducerIdsResponse.$Properties {
            }

            /** Represents an AllocateProducerIdsResponse. */
            class AllocateProducerIdsResponse {

                /**
                 * Constructs a new AllocateProducerIdsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.AllocateProducerIdsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AllocateProducerIdsResponse errorCode. */
                errorCode: number;

                /** AllocateProducerIdsResponse errorMessage. */
                errorMessage: string;

                /** AllocateProducerIdsResponse controllerId. */
                controllerId: number;

                /** AllocateProducerIdsResponse firstProducerId. */
                firstProducerId: number;

                /** AllocateProducerIdsResponse count. */
                count: number;

                /**
                 * Creates a new AllocateProducerIdsResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AllocateProducerIdsResponse instance
                 */
                static create(properties: sordini.peer.v1.AllocateProducerIdsResponse.$Shape): sordini.peer.v1.AllocateProducerIdsResponse & sordini.peer.v1.AllocateProducerIdsResponse.$Shape;
                static create(properties?: sordini.peer.v1.AllocateProducerIdsResponse.$Properties): sordini.peer.v1.AllocateProducerIdsResponse;

                /**
                 * Encodes the specified AllocateProducerIdsResponse message. Does not implicitly {@link sordini.peer.v1.AllocateProducerIdsResponse.verify|verify} messages.
                 * @param message AllocateProducerIdsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.AllocateProducerIdsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AllocateProducerIdsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.AllocateProducerIdsResponse & sordini.peer.v1.AllocateProducerIdsResponse.$Shape} AllocateProducerIdsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.AllocateProducerIdsResponse & sordini.peer.v1.AllocateProducerIdsResponse.$Shape;
            }

            namespace AllocateProducerIdsResponse {

                /** Properties of an AllocateProducerIdsResponse. */
                interface $Properties {

                    /** AllocateProducerIdsResponse errorCode */
                    errorCode?: (number|null);

                    /** AllocateProducerIdsResponse errorMessage */
                    errorMessage?: (string|null);

                    /** AllocateProducerIdsResponse controllerId */
                    controllerId?: (number|null);

                    /** AllocateProducerIdsResponse firstProducerId */
                    firstProducerId?: (number|null);

                    /** AllocateProducerIdsResponse count */
                    count?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AllocateProducerIdsResponse. */
                type $Shape = sordini.peer.v1.AllocateProducerIdsResponse.$Properties;
            }

            /**
             * Properties of a DeliverRequest.
             * @deprecated Use sordini.peer.v1.DeliverRequest.$Properties instead.
             */
            interface IDeliverRequest extends sordini.peer.v1.DeliverRequest.$Properties {
            }

            /** Represents a DeliverRequest. */
            class DeliverRequest {

                /**
                 * Constructs a new DeliverRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.DeliverRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DeliverRequest hello. */
                hello?: (sordini.peer.v1.RaftHello.$Properties|null);

                /** DeliverRequest message. */
                message: Uint8Array;

                /**
                 * Creates a new DeliverRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns DeliverRequest instance
                 */
                static create(properties: sordini.peer.v1.DeliverRequest.$Shape): sordini.peer.v1.DeliverRequest & sordini.peer.v1.DeliverRequest.$Shape;
                static create(properties?: sordini.peer.v1.DeliverRequest.$Properties): sordini.peer.v1.DeliverRequest;

                /**
                 * Encodes the specified DeliverRequest message. Does not implicitly {@link sordini.peer.v1.DeliverRequest.verify|verify} messages.
                 * @param message DeliverRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.DeliverRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DeliverRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.DeliverRequest & sordini.peer.v1.DeliverRequest.$Shape} DeliverRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.DeliverRequest & sordini.peer.v1.DeliverRequest.$Shape;
            }

            namespace DeliverRequest {

                /** Properties of a DeliverRequest. */
                interface $Properties {

                    /** DeliverRequest hello */
                    hello?: (sordini.peer.v1.RaftHello.$Properties|null);

                    /** DeliverRequest message */
                    message?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DeliverRequest. */
                type $Shape = sordini.peer.v1.DeliverRequest.$Properties;
            }

            /**
             * Properties of a RaftHello.
             * @deprecated Use sordini.peer.v1.RaftHello.$Properties instead.
             */
            interface IRaftHello extends sordini.peer.v1.RaftHello.$Properties {
            }

            /** Represents a RaftHello. */
            class RaftHello {

                /**
                 * Constructs a new RaftHello.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.RaftHello.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RaftHello clusterId. */
                clusterId: string;

                /** RaftHello fromNodeId. */
                fromNodeId: number;

                /** RaftHello fromDirectoryId. */
                fromDirectoryId: string;

                /** RaftHello toNodeId. */
                toNodeId: number;

                /**
                 * Creates a new RaftHello instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns RaftHello instance
                 */
                static create(properties: sordini.peer.v1.RaftHello.$Shape): sordini.peer.v1.RaftHello & sordini.peer.v1.RaftHello.$Shape;
                static create(properties?: sordini.peer.v1.RaftHello.$Properties): sordini.peer.v1.RaftHello;

                /**
                 * Encodes the specified RaftHello message. Does not implicitly {@link sordini.peer.v1.RaftHello.verify|verify} messages.
                 * @param message RaftHello message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.RaftHello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RaftHello message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.RaftHello & sordini.peer.v1.RaftHello.$Shape} RaftHello
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.RaftHello & sordini.peer.v1.RaftHello.$Shape;
            }

            namespace RaftHello {

                /** Properties of a RaftHello. */
                interface $Properties {

                    /** RaftHello clusterId */
                    clusterId?: (string|null);

                    /** RaftHello fromNodeId */
                    fromNodeId?: (number|null);

                    /** RaftHello fromDirectoryId */
                    fromDirectoryId?: (string|null);

                    /** RaftHello toNodeId */
                    toNodeId?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RaftHello. */
                type $Shape = sordini.peer.v1.RaftHello.$Properties;
            }

            /**
             * Properties of a DeliverResponse.
             * @deprecated Use sordini.peer.v1.DeliverResponse.$Properties instead.
             */
            interface IDeliverResponse extends sordini.peer.v1.DeliverResponse.$Properties {
            }

            /** Represents a DeliverResponse. */
            class DeliverResponse {

                /**
                 * Constructs a new DeliverResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: sordini.peer.v1.DeliverResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DeliverResponse errorCode. */
                errorCode: number;

                /** DeliverResponse errorMessage. */
                errorMessage: string;

                /**
                 * Creates a new DeliverResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns DeliverResponse instance
                 */
                static create(properties: sordini.peer.v1.DeliverResponse.$Shape): sordini.peer.v1.DeliverResponse & sordini.peer.v1.DeliverResponse.$Shape;
                static create(properties?: sordini.peer.v1.DeliverResponse.$Properties): sordini.peer.v1.DeliverResponse;

                /**
                 * Encodes the specified DeliverResponse message. Does not implicitly {@link sordini.peer.v1.DeliverResponse.verify|verify} messages.
                 * @param message DeliverResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: sordini.peer.v1.DeliverResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DeliverResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {sordini.peer.v1.DeliverResponse & sordini.peer.v1.DeliverResponse.$Shape} DeliverResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sordini.peer.v1.DeliverResponse & sordini.peer.v1.DeliverResponse.$Shape;
            }

            namespace DeliverResponse {

                /** Properties of a DeliverResponse. */
                interface $Properties {

                    /** DeliverResponse errorCode */
                    errorCode?: (number|null);

                    /** DeliverResponse errorMessage */
                    errorMessage?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DeliverResponse. */
                type $Shape = sordini.peer.v1.DeliverResponse.$Properties;
            }
        }
    }
}

/** Namespace grpc. */
export namespace grpc {

    /** Namespace health. */
    namespace health {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a HealthCheckRequest.
             * @deprecated Use grpc.health.v1.HealthCheckRequest.$Properties instead.
             */
            interface IHealthCheckRequest extends grpc.health.v1.HealthCheckRequest.$Properties {
            }

            /** Represents a HealthCheckRequest. */
            class HealthCheckRequest {

                /**
                 * Constructs a new HealthCheckRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: grpc.health.v1.HealthCheckRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** HealthCheckRequest service. */
                service: string;

                /**
                 * Creates a new HealthCheckRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns HealthCheckRequest instance
                 */
                static create(properties: grpc.health.v1.HealthCheckRequest.$Shape): grpc.health.v1.HealthCheckRequest & grpc.health.v1.HealthCheckRequest.$Shape;
                static create(properties?: grpc.health.v1.HealthCheckRequest.$Properties): grpc.health.v1.HealthCheckRequest;

                /**
                 * Encodes the specified HealthCheckRequest message. Does not implicitly {@link grpc.health.v1.HealthCheckRequest.verify|verify} messages.
                 * @param message HealthCheckRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: grpc.health.v1.HealthCheckRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a HealthCheckRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {grpc.health.v1.HealthCheckRequest & grpc.health.v1.HealthCheckRequest.$Shape} HealthCheckRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): grpc.health.v1.HealthCheckRequest & grpc.health.v1.HealthCheckRequest.$Shape;
            }

            namespace HealthCheckRequest {

                /** Properties of a HealthCheckRequest. */
                interface $Properties {

                    /** HealthCheckRequest service */
                    service?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a HealthCheckRequest. */
                type $Shape = grpc.health.v1.HealthCheckRequest.$Properties;
            }

            /**
             * Properties of a HealthCheckResponse.
             * @deprecated Use grpc.health.v1.HealthCheckResponse.$Properties instead.
             */
            interface IHealthCheckResponse extends grpc.health.v1.HealthCheckResponse.$Properties {
            }

            /** Represents a HealthCheckResponse. */
            class HealthCheckResponse {

                /**
                 * Constructs a new HealthCheckResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: grpc.health.v1.HealthCheckResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** HealthCheckResponse status. */
                status: grpc.health.v1.HealthCheckResponse.ServingStatus;

                /**
                 * Creates a new HealthCheckResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns HealthCheckResponse instance
                 */
                static create(properties: grpc.health.v1.HealthCheckResponse.$Shape): grpc.health.v1.HealthCheckResponse & grpc.health.v1.HealthCheckResponse.$Shape;
                static create(properties?: grpc.health.v1.HealthCheckResponse.$Properties): grpc.health.v1.HealthCheckResponse;

                /**
                 * Encodes the specified HealthCheckResponse message. Does not implicitly {@link grpc.health.v1.HealthCheckResponse.verify|verify} messages.
                 * @param message HealthCheckResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: grpc.health.v1.HealthCheckResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a HealthCheckResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {grpc.health.v1.HealthCheckResponse & grpc.health.v1.HealthCheckResponse.$Shape} HealthCheckResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): grpc.health.v1.HealthCheckResponse & grpc.health.v1.HealthCheckResponse.$Shape;
            }

            namespace HealthCheckResponse {

                /** Properties of a HealthCheckResponse. */
                interface $Properties {

                    /** HealthCheckResponse status */
                    status?: (grpc.health.v1.HealthCheckResponse.ServingStatus|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a HealthCheckResponse. */
                type $Shape = grpc.health.v1.HealthCheckResponse.$Properties;

                /** ServingStatus enum. */
                enum ServingStatus {

                    /** UNKNOWN value */
                    UNKNOWN = 0,

                    /** SERVING value */
                    SERVING = 1,

                    /** NOT_SERVING value */
                    NOT_SERVING = 2,

                    /** SERVICE_UNKNOWN value */
                    SERVICE_UNKNOWN = 3
                }
            }
        }
    }
}
