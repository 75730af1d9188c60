import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace cairn. */
export namespace cairn {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of a LogEntry.
         * @deprecated Use cairn.v1.LogEntry.$Properties instead.
         */
        interface ILogEntry extends cairn.v1.LogEntry.$Properties {
        }

        /** Represents a LogEntry. */
        class LogEntry {

            /**
             * Constructs a new LogEntry.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.LogEntry.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LogEntry scan. */
            scan?: (cairn.v1.LoggedScan.$Properties|null);

            /** LogEntry event. */
            event?: (cairn.v1.SignedEvent.$Properties|null);

            /** LogEntry entry. */
            entry?: ("scan"|"event");

            /**
             * Encodes the specified LogEntry message. Does not implicitly {@link cairn.v1.LogEntry.verify|verify} messages.
             * @param message LogEntry message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.LogEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LogEntry message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.LogEntry & cairn.v1.LogEntry.$Shape} LogEntry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.LogEntry & cairn.v1.LogEntry.$Shape;
        }

        namespace LogEntry {

            /** Properties of a LogEntry. */
            interface $Properties {

                /** LogEntry scan */
                scan?: (cairn.v1.LoggedScan.$Properties|null);

                /** LogEntry event */
                event?: (cairn.v1.SignedEvent.$Properties|null);

                /** LogEntry entry */
                entry?: ("scan"|"event");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a LogEntry. */
            type $Shape = {
              scan?: cairn.v1.LoggedScan.$Shape|null;
              event?: cairn.v1.SignedEvent.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ entry?: undefined; scan?: null; event?: null }|{ entry?: "scan"; scan: cairn.v1.LoggedScan.$Shape; event?: null }|{ entry?: "event"; scan?: null; event: cairn.v1.SignedEvent.$Shape })
            );
        }

        /**
         * Properties of a LoggedScan.
         * @deprecated Use cairn.v1.LoggedScan.$Properties instead.
         */
        interface ILoggedScan extends cairn.v1.LoggedScan.$Properties {
        }

        /** Represents a LoggedScan. */
        class LoggedScan {

            /**
             * Constructs a new LoggedScan.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.LoggedScan.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LoggedScan device. */
            device: Uint8Array;

            /** LoggedScan keyId. */
            keyId: Uint8Array;

            /** LoggedScan boot. */
            boot: Uint8Array;

            /** LoggedScan counter. */
            counter: number;

            /** LoggedScan previous. */
            previous: Uint8Array;

            /** LoggedScan header. */
            header: Uint8Array;

            /** LoggedScan signature. */
            signature: Uint8Array;

            /** LoggedScan receivedTimeMs. */
            receivedTimeMs: number;

            /** LoggedScan after. */
            after: number;

            /** LoggedScan verificationProfile. */
            verificationProfile: number;

            /**
             * Encodes the specified LoggedScan message. Does not implicitly {@link cairn.v1.LoggedScan.verify|verify} messages.
             * @param message LoggedScan message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.LoggedScan.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LoggedScan message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.LoggedScan & cairn.v1.LoggedScan.$Shape} LoggedScan
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.LoggedScan & cairn.v1.LoggedScan.$Shape;
        }

        namespace LoggedScan {

            /** Properties of a LoggedScan. */
            interface $Properties {

                /** LoggedScan device */
                device?: (Uint8Array|null);

                /** LoggedScan keyId */
                keyId?: (Uint8Array|null);

                /** LoggedScan boot */
                boot?: (Uint8Array|null);

                /** LoggedScan counter */
                counter?: (number|null);

                /** LoggedScan previous */
                previous?: (Uint8Array|null);

                /** LoggedScan header */
                header?: (Uint8Array|null);

                /** LoggedScan signature */
                signature?: (Uint8Array|null);

                /** LoggedScan receivedTimeMs */
                receivedTimeMs?: (number|null);

                /** LoggedScan after */
                after?: (number|null);

                /** LoggedScan verificationProfile */
                verificationProfile?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LoggedScan. */
            type $Shape = cairn.v1.LoggedScan.$Properties;
        }

        /** EventKind enum. */
        enum EventKind {

            /** EVENT_KIND_UNSPECIFIED value */
            EVENT_KIND_UNSPECIFIED = 0,

            /** OPERATOR value */
            OPERATOR = 1,

            /** PARTY value */
            PARTY = 2,

            /** ENROL value */
            ENROL = 3,

            /** BOOT value */
            BOOT = 4,

            /** ROTATE value */
            ROTATE = 5,

            /** RETIRE value */
            RETIRE = 6,

            /** COMPROMISED value */
            COMPROMISED = 7,

            /** RECEIPT_KEY value */
            RECEIPT_KEY = 8,

            /** CORRECTION value */
            CORRECTION = 9,

            /** EQUIVOCATION value */
            EQUIVOCATION = 10,

            /** REFUSED value */
            REFUSED = 11,

            /** ERASURE value */
            ERASURE = 12,

            /** RECALL value */
            RECALL = 13,

            /** DECISION value */
            DECISION = 14,

            /** DOCUMENT value */
            DOCUMENT = 15,

            /** CODES value */
            CODES = 16,

            /** GRANT value */
            GRANT = 17
        }

        /**
         * Properties of a SignedEvent.
         * @deprecated Use cairn.v1.SignedEvent.$Properties instead.
         */
        interface ISignedEvent extends cairn.v1.SignedEvent.$Properties {
        }

        /** Represents a SignedEvent. */
        class SignedEvent {

            /**
             * Constructs a new SignedEvent.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.SignedEvent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SignedEvent kind. */
            kind: cairn.v1.EventKind;

            /** SignedEvent body. */
            body: Uint8Array;

            /** SignedEvent signerKeyId. */
            signerKeyId: Uint8Array;

            /** SignedEvent signature. */
            signature: Uint8Array;

            /** SignedEvent objects. */
            objects: Uint8Array[];

            /**
             * Encodes the specified SignedEvent message. Does not implicitly {@link cairn.v1.SignedEvent.verify|verify} messages.
             * @param message SignedEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.SignedEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SignedEvent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.SignedEvent & cairn.v1.SignedEvent.$Shape} SignedEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.SignedEvent & cairn.v1.SignedEvent.$Shape;
        }

        namespace SignedEvent {

            /** Properties of a SignedEvent. */
            interface $Properties {

                /** SignedEvent kind */
                kind?: (cairn.v1.EventKind|null);

                /** SignedEvent body */
                body?: (Uint8Array|null);

                /** SignedEvent signerKeyId */
                signerKeyId?: (Uint8Array|null);

                /** SignedEvent signature */
                signature?: (Uint8Array|null);

                /** SignedEvent objects */
                objects?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SignedEvent. */
            type $Shape = cairn.v1.SignedEvent.$Properties;
        }

        /** SignatureAlgorithm enum. */
        enum SignatureAlgorithm {

            /** SIGNATURE_ALGORITHM_UNSPECIFIED value */
            SIGNATURE_ALGORITHM_UNSPECIFIED = 0,

            /** ED25519 value */
            ED25519 = 1,

            /** ECDSA_P256_SHA256 value */
            ECDSA_P256_SHA256 = 2
        }

        /**
         * Properties of an OperatorBody.
         * @deprecated Use cairn.v1.OperatorBody.$Properties instead.
         */
        interface IOperatorBody extends cairn.v1.OperatorBody.$Properties {
        }

        /** Represents an OperatorBody. */
        class OperatorBody {

            /**
             * Constructs a new OperatorBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.OperatorBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** OperatorBody operator. */
            operator: Uint8Array;

            /** OperatorBody algorithm. */
            algorithm: cairn.v1.SignatureAlgorithm;

            /** OperatorBody publicKey. */
            publicKey: Uint8Array;

            /** OperatorBody logOrigin. */
            logOrigin: string;

            /** OperatorBody timeMs. */
            timeMs: number;

            /**
             * Encodes the specified OperatorBody message. Does not implicitly {@link cairn.v1.OperatorBody.verify|verify} messages.
             * @param message OperatorBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.OperatorBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an OperatorBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.OperatorBody & cairn.v1.OperatorBody.$Shape} OperatorBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.OperatorBody & cairn.v1.OperatorBody.$Shape;
        }

        namespace OperatorBody {

            /** Properties of an OperatorBody. */
            interface $Properties {

                /** OperatorBody operator */
                operator?: (Uint8Array|null);

                /** OperatorBody algorithm */
                algorithm?: (cairn.v1.SignatureAlgorithm|null);

                /** OperatorBody publicKey */
                publicKey?: (Uint8Array|null);

                /** OperatorBody logOrigin */
                logOrigin?: (string|null);

                /** OperatorBody timeMs */
                timeMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an OperatorBody. */
            type $Shape = cairn.v1.OperatorBody.$Properties;
        }

        /** PartyKind enum. */
        enum PartyKind {

            /** PARTY_KIND_UNSPECIFIED value */
            PARTY_KIND_UNSPECIFIED = 0,

            /** FARM value */
            FARM = 1,

            /** MANUFACTURER value */
            MANUFACTURER = 2,

            /** CARRIER value */
            CARRIER = 3,

            /** TERMINAL value */
            TERMINAL = 4,

            /** WAREHOUSE value */
            WAREHOUSE = 5,

            /** SHOP value */
            SHOP = 6,

            /** CLIENT value */
            CLIENT = 7,

            /** PROGRAMME_OFFICE value */
            PROGRAMME_OFFICE = 8,

            /** AUTHORITY value */
            AUTHORITY = 9,

            /** INSPECTION value */
            INSPECTION = 10,

            /** BROKER value */
            BROKER = 11,

            /** PLATFORM value */
            PLATFORM = 12,

            /** SELLER value */
            SELLER = 13,

            /** OTHER value */
            OTHER = 14
        }

        /**
         * Properties of a PartyBody.
         * @deprecated Use cairn.v1.PartyBody.$Properties instead.
         */
        interface IPartyBody extends cairn.v1.PartyBody.$Properties {
        }

        /** Represents a PartyBody. */
        class PartyBody {

            /**
             * Constructs a new PartyBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.PartyBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PartyBody party. */
            party: Uint8Array;

            /** PartyBody timeMs. */
            timeMs: number;

            /** PartyBody claims. */
            claims: Uint8Array[];

            /** PartyBody kind. */
            kind: cairn.v1.PartyKind;

            /** PartyBody demo. */
            demo: boolean;

            /**
             * Encodes the specified PartyBody message. Does not implicitly {@link cairn.v1.PartyBody.verify|verify} messages.
             * @param message PartyBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.PartyBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PartyBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.PartyBody & cairn.v1.PartyBody.$Shape} PartyBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.PartyBody & cairn.v1.PartyBody.$Shape;
        }

        namespace PartyBody {

            /** Properties of a PartyBody. */
            interface $Properties {

                /** PartyBody party */
                party?: (Uint8Array|null);

                /** PartyBody timeMs */
                timeMs?: (number|null);

                /** PartyBody claims */
                claims?: (Uint8Array[]|null);

                /** PartyBody kind */
                kind?: (cairn.v1.PartyKind|null);

                /** PartyBody demo */
                demo?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PartyBody. */
            type $Shape = cairn.v1.PartyBody.$Properties;
        }

        /** DeviceKind enum. */
        enum DeviceKind {

            /** DEVICE_KIND_UNSPECIFIED value */
            DEVICE_KIND_UNSPECIFIED = 0,

            /** GATEWAY value */
            GATEWAY = 2,

            /** SYSTEM value */
            SYSTEM = 3,

            /** DESK value */
            DESK = 4
        }

        /**
         * Properties of an EnrolBody.
         * @deprecated Use cairn.v1.EnrolBody.$Properties instead.
         */
        interface IEnrolBody extends cairn.v1.EnrolBody.$Properties {
        }

        /** Represents an EnrolBody. */
        class EnrolBody {

            /**
             * Constructs a new EnrolBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.EnrolBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EnrolBody device. */
            device: Uint8Array;

            /** EnrolBody algorithm. */
            algorithm: cairn.v1.SignatureAlgorithm;

            /** EnrolBody publicKey. */
            publicKey: Uint8Array;

            /** EnrolBody boot. */
            boot: Uint8Array;

            /** EnrolBody party. */
            party: Uint8Array;

            /** EnrolBody timeMs. */
            timeMs: number;

            /** EnrolBody objectsMax. */
            objectsMax: number;

            /** EnrolBody claimsMax. */
            claimsMax: number;

            /** EnrolBody claims. */
            claims: Uint8Array[];

            /** EnrolBody expiresMs. */
            expiresMs: number;

            /** EnrolBody kind. */
            kind: cairn.v1.DeviceKind;

            /** EnrolBody object. */
            object: Uint8Array;

            /**
             * Encodes the specified EnrolBody message. Does not implicitly {@link cairn.v1.EnrolBody.verify|verify} messages.
             * @param message EnrolBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.EnrolBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EnrolBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.EnrolBody & cairn.v1.EnrolBody.$Shape} EnrolBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.EnrolBody & cairn.v1.EnrolBody.$Shape;
        }

        namespace EnrolBody {

            /** Properties of an EnrolBody. */
            interface $Properties {

                /** EnrolBody device */
                device?: (Uint8Array|null);

                /** EnrolBody algorithm */
                algorithm?: (cairn.v1.SignatureAlgorithm|null);

                /** EnrolBody publicKey */
                publicKey?: (Uint8Array|null);

                /** EnrolBody boot */
                boot?: (Uint8Array|null);

                /** EnrolBody party */
                party?: (Uint8Array|null);

                /** EnrolBody timeMs */
                timeMs?: (number|null);

                /** EnrolBody objectsMax */
                objectsMax?: (number|null);

                /** EnrolBody claimsMax */
                claimsMax?: (number|null);

                /** EnrolBody claims */
                claims?: (Uint8Array[]|null);

                /** EnrolBody expiresMs */
                expiresMs?: (number|null);

                /** EnrolBody kind */
                kind?: (cairn.v1.DeviceKind|null);

                /** EnrolBody object */
                object?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EnrolBody. */
            type $Shape = cairn.v1.EnrolBody.$Properties;
        }

        /**
         * Properties of a LastStatement.
         * @deprecated Use cairn.v1.LastStatement.$Properties instead.
         */
        interface ILastStatement extends cairn.v1.LastStatement.$Properties {
        }

        /** Represents a LastStatement. */
        class LastStatement {

            /**
             * Constructs a new LastStatement.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.LastStatement.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LastStatement boot. */
            boot: Uint8Array;

            /** LastStatement counter. */
            counter: number;

            /** LastStatement statementHash. */
            statementHash: Uint8Array;

            /**
             * Encodes the specified LastStatement message. Does not implicitly {@link cairn.v1.LastStatement.verify|verify} messages.
             * @param message LastStatement message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.LastStatement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LastStatement message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.LastStatement & cairn.v1.LastStatement.$Shape} LastStatement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.LastStatement & cairn.v1.LastStatement.$Shape;
        }

        namespace LastStatement {

            /** Properties of a LastStatement. */
            interface $Properties {

                /** LastStatement boot */
                boot?: (Uint8Array|null);

                /** LastStatement counter */
                counter?: (number|null);

                /** LastStatement statementHash */
                statementHash?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LastStatement. */
            type $Shape = cairn.v1.LastStatement.$Properties;
        }

        /**
         * Properties of a BootBody.
         * @deprecated Use cairn.v1.BootBody.$Properties instead.
         */
        interface IBootBody extends cairn.v1.BootBody.$Properties {
        }

        /** Represents a BootBody. */
        class BootBody {

            /**
             * Constructs a new BootBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.BootBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** BootBody device. */
            device: Uint8Array;

            /** BootBody boot. */
            boot: Uint8Array;

            /** BootBody last. */
            last?: (cairn.v1.LastStatement.$Properties|null);

            /** BootBody algorithm. */
            algorithm: cairn.v1.SignatureAlgorithm;

            /** BootBody publicKey. */
            publicKey: Uint8Array;

            /** BootBody timeMs. */
            timeMs: number;

            /** BootBody expiresMs. */
            expiresMs: number;

            /**
             * Encodes the specified BootBody message. Does not implicitly {@link cairn.v1.BootBody.verify|verify} messages.
             * @param message BootBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.BootBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BootBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.BootBody & cairn.v1.BootBody.$Shape} BootBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.BootBody & cairn.v1.BootBody.$Shape;
        }

        namespace BootBody {

            /** Properties of a BootBody. */
            interface $Properties {

                /** BootBody device */
                device?: (Uint8Array|null);

                /** BootBody boot */
                boot?: (Uint8Array|null);

                /** BootBody last */
                last?: (cairn.v1.LastStatement.$Properties|null);

                /** BootBody algorithm */
                algorithm?: (cairn.v1.SignatureAlgorithm|null);

                /** BootBody publicKey */
                publicKey?: (Uint8Array|null);

                /** BootBody timeMs */
                timeMs?: (number|null);

                /** BootBody expiresMs */
                expiresMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a BootBody. */
            type $Shape = cairn.v1.BootBody.$Properties;
        }

        /**
         * Properties of a RotateBody.
         * @deprecated Use cairn.v1.RotateBody.$Properties instead.
         */
        interface IRotateBody extends cairn.v1.RotateBody.$Properties {
        }

        /** Represents a RotateBody. */
        class RotateBody {

            /**
             * Constructs a new RotateBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.RotateBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RotateBody rotation. */
            rotation: Uint8Array;

            /** RotateBody newSignature. */
            newSignature: Uint8Array;

            /**
             * Encodes the specified RotateBody message. Does not implicitly {@link cairn.v1.RotateBody.verify|verify} messages.
             * @param message RotateBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.RotateBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RotateBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.RotateBody & cairn.v1.RotateBody.$Shape} RotateBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.RotateBody & cairn.v1.RotateBody.$Shape;
        }

        namespace RotateBody {

            /** Properties of a RotateBody. */
            interface $Properties {

                /** RotateBody rotation */
                rotation?: (Uint8Array|null);

                /** RotateBody newSignature */
                newSignature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RotateBody. */
            type $Shape = cairn.v1.RotateBody.$Properties;
        }

        /**
         * Properties of a RotationTerms.
         * @deprecated Use cairn.v1.RotationTerms.$Properties instead.
         */
        interface IRotationTerms extends cairn.v1.RotationTerms.$Properties {
        }

        /** Represents a RotationTerms. */
        class RotationTerms {

            /**
             * Constructs a new RotationTerms.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.RotationTerms.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RotationTerms subject. */
            subject: Uint8Array;

            /** RotationTerms algorithm. */
            algorithm: cairn.v1.SignatureAlgorithm;

            /** RotationTerms publicKey. */
            publicKey: Uint8Array;

            /** RotationTerms last. */
            last?: (cairn.v1.LastStatement.$Properties|null);

            /** RotationTerms timeMs. */
            timeMs: number;

            /** RotationTerms expiresMs. */
            expiresMs: number;

            /**
             * Encodes the specified RotationTerms message. Does not implicitly {@link cairn.v1.RotationTerms.verify|verify} messages.
             * @param message RotationTerms message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.RotationTerms.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RotationTerms message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.RotationTerms & cairn.v1.RotationTerms.$Shape} RotationTerms
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.RotationTerms & cairn.v1.RotationTerms.$Shape;
        }

        namespace RotationTerms {

            /** Properties of a RotationTerms. */
            interface $Properties {

                /** RotationTerms subject */
                subject?: (Uint8Array|null);

                /** RotationTerms algorithm */
                algorithm?: (cairn.v1.SignatureAlgorithm|null);

                /** RotationTerms publicKey */
                publicKey?: (Uint8Array|null);

                /** RotationTerms last */
                last?: (cairn.v1.LastStatement.$Properties|null);

                /** RotationTerms timeMs */
                timeMs?: (number|null);

                /** RotationTerms expiresMs */
                expiresMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RotationTerms. */
            type $Shape = cairn.v1.RotationTerms.$Properties;
        }

        /**
         * Properties of a RetireBody.
         * @deprecated Use cairn.v1.RetireBody.$Properties instead.
         */
        interface IRetireBody extends cairn.v1.RetireBody.$Properties {
        }

        /** Represents a RetireBody. */
        class RetireBody {

            /**
             * Constructs a new RetireBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.RetireBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RetireBody subject. */
            subject: Uint8Array;

            /** RetireBody keyId. */
            keyId: Uint8Array;

            /** RetireBody last. */
            last?: (cairn.v1.LastStatement.$Properties|null);

            /** RetireBody timeMs. */
            timeMs: number;

            /**
             * Encodes the specified RetireBody message. Does not implicitly {@link cairn.v1.RetireBody.verify|verify} messages.
             * @param message RetireBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.RetireBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RetireBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.RetireBody & cairn.v1.RetireBody.$Shape} RetireBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.RetireBody & cairn.v1.RetireBody.$Shape;
        }

        namespace RetireBody {

            /** Properties of a RetireBody. */
            interface $Properties {

                /** RetireBody subject */
                subject?: (Uint8Array|null);

                /** RetireBody keyId */
                keyId?: (Uint8Array|null);

                /** RetireBody last */
                last?: (cairn.v1.LastStatement.$Properties|null);

                /** RetireBody timeMs */
                timeMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RetireBody. */
            type $Shape = cairn.v1.RetireBody.$Properties;
        }

        /**
         * Properties of a CompromisedBody.
         * @deprecated Use cairn.v1.CompromisedBody.$Properties instead.
         */
        interface ICompromisedBody extends cairn.v1.CompromisedBody.$Properties {
        }

        /** Represents a CompromisedBody. */
        class CompromisedBody {

            /**
             * Constructs a new CompromisedBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.CompromisedBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CompromisedBody subject. */
            subject: Uint8Array;

            /** CompromisedBody keyId. */
            keyId: Uint8Array;

            /** CompromisedBody sinceMs. */
            sinceMs: number;

            /** CompromisedBody timeMs. */
            timeMs: number;

            /**
             * Encodes the specified CompromisedBody message. Does not implicitly {@link cairn.v1.CompromisedBody.verify|verify} messages.
             * @param message CompromisedBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.CompromisedBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CompromisedBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.CompromisedBody & cairn.v1.CompromisedBody.$Shape} CompromisedBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.CompromisedBody & cairn.v1.CompromisedBody.$Shape;
        }

        namespace CompromisedBody {

            /** Properties of a CompromisedBody. */
            interface $Properties {

                /** CompromisedBody subject */
                subject?: (Uint8Array|null);

                /** CompromisedBody keyId */
                keyId?: (Uint8Array|null);

                /** CompromisedBody sinceMs */
                sinceMs?: (number|null);

                /** CompromisedBody timeMs */
                timeMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CompromisedBody. */
            type $Shape = cairn.v1.CompromisedBody.$Properties;
        }

        /**
         * Properties of a ReceiptKeyBody.
         * @deprecated Use cairn.v1.ReceiptKeyBody.$Properties instead.
         */
        interface IReceiptKeyBody extends cairn.v1.ReceiptKeyBody.$Properties {
        }

        /** Represents a ReceiptKeyBody. */
        class ReceiptKeyBody {

            /**
             * Constructs a new ReceiptKeyBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.ReceiptKeyBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReceiptKeyBody operator. */
            operator: Uint8Array;

            /** ReceiptKeyBody algorithm. */
            algorithm: cairn.v1.SignatureAlgorithm;

            /** ReceiptKeyBody publicKey. */
            publicKey: Uint8Array;

            /** ReceiptKeyBody timeMs. */
            timeMs: number;

            /**
             * Encodes the specified ReceiptKeyBody message. Does not implicitly {@link cairn.v1.ReceiptKeyBody.verify|verify} messages.
             * @param message ReceiptKeyBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.ReceiptKeyBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReceiptKeyBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.ReceiptKeyBody & cairn.v1.ReceiptKeyBody.$Shape} ReceiptKeyBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.ReceiptKeyBody & cairn.v1.ReceiptKeyBody.$Shape;
        }

        namespace ReceiptKeyBody {

            /** Properties of a ReceiptKeyBody. */
            interface $Properties {

                /** ReceiptKeyBody operator */
                operator?: (Uint8Array|null);

                /** ReceiptKeyBody algorithm */
                algorithm?: (cairn.v1.SignatureAlgorithm|null);

                /** ReceiptKeyBody publicKey */
                publicKey?: (Uint8Array|null);

                /** ReceiptKeyBody timeMs */
                timeMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReceiptKeyBody. */
            type $Shape = cairn.v1.ReceiptKeyBody.$Properties;
        }

        /**
         * Properties of a SignedStatement.
         * @deprecated Use cairn.v1.SignedStatement.$Properties instead.
         */
        interface ISignedStatement extends cairn.v1.SignedStatement.$Properties {
        }

        /** Represents a SignedStatement. */
        class SignedStatement {

            /**
             * Constructs a new SignedStatement.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.SignedStatement.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SignedStatement device. */
            device: Uint8Array;

            /** SignedStatement keyId. */
            keyId: Uint8Array;

            /** SignedStatement boot. */
            boot: Uint8Array;

            /** SignedStatement counter. */
            counter: number;

            /** SignedStatement previous. */
            previous: Uint8Array;

            /** SignedStatement headerHash. */
            headerHash: Uint8Array;

            /** SignedStatement signature. */
            signature: Uint8Array;

            /**
             * Encodes the specified SignedStatement message. Does not implicitly {@link cairn.v1.SignedStatement.verify|verify} messages.
             * @param message SignedStatement message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.SignedStatement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SignedStatement message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.SignedStatement & cairn.v1.SignedStatement.$Shape} SignedStatement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.SignedStatement & cairn.v1.SignedStatement.$Shape;
        }

        namespace SignedStatement {

            /** Properties of a SignedStatement. */
            interface $Properties {

                /** SignedStatement device */
                device?: (Uint8Array|null);

                /** SignedStatement keyId */
                keyId?: (Uint8Array|null);

                /** SignedStatement boot */
                boot?: (Uint8Array|null);

                /** SignedStatement counter */
                counter?: (number|null);

                /** SignedStatement previous */
                previous?: (Uint8Array|null);

                /** SignedStatement headerHash */
                headerHash?: (Uint8Array|null);

                /** SignedStatement signature */
                signature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SignedStatement. */
            type $Shape = cairn.v1.SignedStatement.$Properties;
        }

        /**
         * Properties of an EquivocationBody.
         * @deprecated Use cairn.v1.EquivocationBody.$Properties instead.
         */
        interface IEquivocationBody extends cairn.v1.EquivocationBody.$Properties {
        }

        /** Represents an EquivocationBody. */
        class EquivocationBody {

            /**
             * Constructs a new EquivocationBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.EquivocationBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EquivocationBody first. */
            first?: (cairn.v1.SignedStatement.$Properties|null);

            /** EquivocationBody second. */
            second?: (cairn.v1.SignedStatement.$Properties|null);

            /** EquivocationBody timeMs. */
            timeMs: number;

            /** EquivocationBody reason. */
            reason: string;

            /**
             * Encodes the specified EquivocationBody message. Does not implicitly {@link cairn.v1.EquivocationBody.verify|verify} messages.
             * @param message EquivocationBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.EquivocationBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EquivocationBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.EquivocationBody & cairn.v1.EquivocationBody.$Shape} EquivocationBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.EquivocationBody & cairn.v1.EquivocationBody.$Shape;
        }

        namespace EquivocationBody {

            /** Properties of an EquivocationBody. */
            interface $Properties {

                /** EquivocationBody first */
                first?: (cairn.v1.SignedStatement.$Properties|null);

                /** EquivocationBody second */
                second?: (cairn.v1.SignedStatement.$Properties|null);

                /** EquivocationBody timeMs */
                timeMs?: (number|null);

                /** EquivocationBody reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EquivocationBody. */
            type $Shape = cairn.v1.EquivocationBody.$Properties;
        }

        /**
         * Properties of a CounterRange.
         * @deprecated Use cairn.v1.CounterRange.$Properties instead.
         */
        interface ICounterRange extends cairn.v1.CounterRange.$Properties {
        }

        /** Represents a CounterRange. */
        class CounterRange {

            /**
             * Constructs a new CounterRange.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.CounterRange.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CounterRange first. */
            first: number;

            /** CounterRange last. */
            last: number;

            /**
             * Encodes the specified CounterRange message. Does not implicitly {@link cairn.v1.CounterRange.verify|verify} messages.
             * @param message CounterRange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.CounterRange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CounterRange message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.CounterRange & cairn.v1.CounterRange.$Shape} CounterRange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.CounterRange & cairn.v1.CounterRange.$Shape;
        }

        namespace CounterRange {

            /** Properties of a CounterRange. */
            interface $Properties {

                /** CounterRange first */
                first?: (number|null);

                /** CounterRange last */
                last?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CounterRange. */
            type $Shape = cairn.v1.CounterRange.$Properties;
        }

        /**
         * Properties of a RefusedBody.
         * @deprecated Use cairn.v1.RefusedBody.$Properties instead.
         */
        interface IRefusedBody extends cairn.v1.RefusedBody.$Properties {
        }

        /** Represents a RefusedBody. */
        class RefusedBody {

            /**
             * Constructs a new RefusedBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.RefusedBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RefusedBody statement. */
            statement?: (cairn.v1.SignedStatement.$Properties|null);

            /** RefusedBody reason. */
            reason: string;

            /** RefusedBody timeMs. */
            timeMs: number;

            /** RefusedBody last. */
            last?: (cairn.v1.SignedStatement.$Properties|null);

            /** RefusedBody ranges. */
            ranges: cairn.v1.CounterRange.$Properties[];

            /** RefusedBody root. */
            root: Uint8Array;

            /**
             * Encodes the specified RefusedBody message. Does not implicitly {@link cairn.v1.RefusedBody.verify|verify} messages.
             * @param message RefusedBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.RefusedBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RefusedBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.RefusedBody & cairn.v1.RefusedBody.$Shape} RefusedBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.RefusedBody & cairn.v1.RefusedBody.$Shape;
        }

        namespace RefusedBody {

            /** Properties of a RefusedBody. */
            interface $Properties {

                /** RefusedBody statement */
                statement?: (cairn.v1.SignedStatement.$Properties|null);

                /** RefusedBody reason */
                reason?: (string|null);

                /** RefusedBody timeMs */
                timeMs?: (number|null);

                /** RefusedBody last */
                last?: (cairn.v1.SignedStatement.$Properties|null);

                /** RefusedBody ranges */
                ranges?: (cairn.v1.CounterRange.$Properties[]|null);

                /** RefusedBody root */
                root?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RefusedBody. */
            type $Shape = cairn.v1.RefusedBody.$Properties;
        }

        /** RecallStatus enum. */
        enum RecallStatus {

            /** RECALL_STATUS_UNSPECIFIED value */
            RECALL_STATUS_UNSPECIFIED = 0,

            /** OPEN value */
            OPEN = 1,

            /** EXTENDED value */
            EXTENDED = 2,

            /** CLOSED value */
            CLOSED = 3
        }

        /**
         * Properties of a RecallBody.
         * @deprecated Use cairn.v1.RecallBody.$Properties instead.
         */
        interface IRecallBody extends cairn.v1.RecallBody.$Properties {
        }

        /** Represents a RecallBody. */
        class RecallBody {

            /**
             * Constructs a new RecallBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.RecallBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RecallBody party. */
            party: Uint8Array;

            /** RecallBody timeMs. */
            timeMs: number;

            /** RecallBody claims. */
            claims: Uint8Array[];

            /** RecallBody objects. */
            objects: Uint8Array[];

            /** RecallBody status. */
            status: cairn.v1.RecallStatus;

            /** RecallBody replaces. */
            replaces: Uint8Array;

            /**
             * Encodes the specified RecallBody message. Does not implicitly {@link cairn.v1.RecallBody.verify|verify} messages.
             * @param message RecallBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.RecallBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RecallBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.RecallBody & cairn.v1.RecallBody.$Shape} RecallBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.RecallBody & cairn.v1.RecallBody.$Shape;
        }

        namespace RecallBody {

            /** Properties of a RecallBody. */
            interface $Properties {

                /** RecallBody party */
                party?: (Uint8Array|null);

                /** RecallBody timeMs */
                timeMs?: (number|null);

                /** RecallBody claims */
                claims?: (Uint8Array[]|null);

                /** RecallBody objects */
                objects?: (Uint8Array[]|null);

                /** RecallBody status */
                status?: (cairn.v1.RecallStatus|null);

                /** RecallBody replaces */
                replaces?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RecallBody. */
            type $Shape = cairn.v1.RecallBody.$Properties;
        }

        /**
         * Properties of a DecisionBody.
         * @deprecated Use cairn.v1.DecisionBody.$Properties instead.
         */
        interface IDecisionBody extends cairn.v1.DecisionBody.$Properties {
        }

        /** Represents a DecisionBody. */
        class DecisionBody {

            /**
             * Constructs a new DecisionBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.DecisionBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DecisionBody device. */
            device: Uint8Array;

            /** DecisionBody objects. */
            objects: Uint8Array[];

            /** DecisionBody checkpoint. */
            checkpoint: Uint8Array;

            /** DecisionBody rules. */
            rules: Uint8Array;

            /** DecisionBody replaces. */
            replaces: Uint8Array;

            /** DecisionBody timeMs. */
            timeMs: number;

            /** DecisionBody claims. */
            claims: Uint8Array[];

            /**
             * Encodes the specified DecisionBody message. Does not implicitly {@link cairn.v1.DecisionBody.verify|verify} messages.
             * @param message DecisionBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.DecisionBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DecisionBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.DecisionBody & cairn.v1.DecisionBody.$Shape} DecisionBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.DecisionBody & cairn.v1.DecisionBody.$Shape;
        }

        namespace DecisionBody {

            /** Properties of a DecisionBody. */
            interface $Properties {

                /** DecisionBody device */
                device?: (Uint8Array|null);

                /** DecisionBody objects */
                objects?: (Uint8Array[]|null);

                /** DecisionBody checkpoint */
                checkpoint?: (Uint8Array|null);

                /** DecisionBody rules */
                rules?: (Uint8Array|null);

                /** DecisionBody replaces */
                replaces?: (Uint8Array|null);

                /** DecisionBody timeMs */
                timeMs?: (number|null);

                /** DecisionBody claims */
                claims?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DecisionBody. */
            type $Shape = cairn.v1.DecisionBody.$Properties;
        }

        /**
         * Properties of a DocumentBody.
         * @deprecated Use cairn.v1.DocumentBody.$Properties instead.
         */
        interface IDocumentBody extends cairn.v1.DocumentBody.$Properties {
        }

        /** Represents a DocumentBody. */
        class DocumentBody {

            /**
             * Constructs a new DocumentBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.DocumentBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DocumentBody capture. */
            capture: Uint8Array;

            /** DocumentBody party. */
            party: Uint8Array;

            /** DocumentBody timeMs. */
            timeMs: number;

            /** DocumentBody claims. */
            claims: Uint8Array[];

            /**
             * Encodes the specified DocumentBody message. Does not implicitly {@link cairn.v1.DocumentBody.verify|verify} messages.
             * @param message DocumentBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.DocumentBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DocumentBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.DocumentBody & cairn.v1.DocumentBody.$Shape} DocumentBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.DocumentBody & cairn.v1.DocumentBody.$Shape;
        }

        namespace DocumentBody {

            /** Properties of a DocumentBody. */
            interface $Properties {

                /** DocumentBody capture */
                capture?: (Uint8Array|null);

                /** DocumentBody party */
                party?: (Uint8Array|null);

                /** DocumentBody timeMs */
                timeMs?: (number|null);

                /** DocumentBody claims */
                claims?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DocumentBody. */
            type $Shape = cairn.v1.DocumentBody.$Properties;
        }

        /** CodesRole enum. */
        enum CodesRole {

            /** CODES_ROLE_UNSPECIFIED value */
            CODES_ROLE_UNSPECIFIED = 0,

            /** OWNER value */
            OWNER = 1,

            /** MADE_BY value */
            MADE_BY = 2
        }

        /**
         * Properties of a CodesBody.
         * @deprecated Use cairn.v1.CodesBody.$Properties instead.
         */
        interface ICodesBody extends cairn.v1.CodesBody.$Properties {
        }

        /** Represents a CodesBody. */
        class CodesBody {

            /**
             * Constructs a new CodesBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.CodesBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CodesBody party. */
            party: Uint8Array;

            /** CodesBody digits. */
            digits: string;

            /** CodesBody role. */
            role: cairn.v1.CodesRole;

            /** CodesBody fromMs. */
            fromMs: number;

            /** CodesBody untilMs. */
            untilMs: number;

            /** CodesBody timeMs. */
            timeMs: number;

            /**
             * Encodes the specified CodesBody message. Does not implicitly {@link cairn.v1.CodesBody.verify|verify} messages.
             * @param message CodesBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.CodesBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CodesBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.CodesBody & cairn.v1.CodesBody.$Shape} CodesBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.CodesBody & cairn.v1.CodesBody.$Shape;
        }

        namespace CodesBody {

            /** Properties of a CodesBody. */
            interface $Properties {

                /** CodesBody party */
                party?: (Uint8Array|null);

                /** CodesBody digits */
                digits?: (string|null);

                /** CodesBody role */
                role?: (cairn.v1.CodesRole|null);

                /** CodesBody fromMs */
                fromMs?: (number|null);

                /** CodesBody untilMs */
                untilMs?: (number|null);

                /** CodesBody timeMs */
                timeMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CodesBody. */
            type $Shape = cairn.v1.CodesBody.$Properties;
        }

        /**
         * Properties of a GrantBody.
         * @deprecated Use cairn.v1.GrantBody.$Properties instead.
         */
        interface IGrantBody extends cairn.v1.GrantBody.$Properties {
        }

        /** Represents a GrantBody. */
        class GrantBody {

            /**
             * Constructs a new GrantBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.GrantBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** GrantBody party. */
            party: Uint8Array;

            /** GrantBody timeMs. */
            timeMs: number;

            /** GrantBody claims. */
            claims: Uint8Array[];

            /**
             * Encodes the specified GrantBody message. Does not implicitly {@link cairn.v1.GrantBody.verify|verify} messages.
             * @param message GrantBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.GrantBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a GrantBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.GrantBody & cairn.v1.GrantBody.$Shape} GrantBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.GrantBody & cairn.v1.GrantBody.$Shape;
        }

        namespace GrantBody {

            /** Properties of a GrantBody. */
            interface $Properties {

                /** GrantBody party */
                party?: (Uint8Array|null);

                /** GrantBody timeMs */
                timeMs?: (number|null);

                /** GrantBody claims */
                claims?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a GrantBody. */
            type $Shape = cairn.v1.GrantBody.$Properties;
        }

        /**
         * Properties of a PasswordChangeBody.
         * @deprecated Use cairn.v1.PasswordChangeBody.$Properties instead.
         */
        interface IPasswordChangeBody extends cairn.v1.PasswordChangeBody.$Properties {
        }

        /** Represents a PasswordChangeBody. */
        class PasswordChangeBody {

            /**
             * Constructs a new PasswordChangeBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.PasswordChangeBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PasswordChangeBody logOrigin. */
            logOrigin: string;

            /** PasswordChangeBody device. */
            device: Uint8Array;

            /** PasswordChangeBody before. */
            before: Uint8Array;

            /** PasswordChangeBody after. */
            after: Uint8Array;

            /**
             * Encodes the specified PasswordChangeBody message. Does not implicitly {@link cairn.v1.PasswordChangeBody.verify|verify} messages.
             * @param message PasswordChangeBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.PasswordChangeBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PasswordChangeBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.PasswordChangeBody & cairn.v1.PasswordChangeBody.$Shape} PasswordChangeBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.PasswordChangeBody & cairn.v1.PasswordChangeBody.$Shape;
        }

        namespace PasswordChangeBody {

            /** Properties of a PasswordChangeBody. */
            interface $Properties {

                /** PasswordChangeBody logOrigin */
                logOrigin?: (string|null);

                /** PasswordChangeBody device */
                device?: (Uint8Array|null);

                /** PasswordChangeBody before */
                before?: (Uint8Array|null);

                /** PasswordChangeBody after */
                after?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PasswordChangeBody. */
            type $Shape = cairn.v1.PasswordChangeBody.$Properties;
        }

        /**
         * Properties of a PasswordChange.
         * @deprecated Use cairn.v1.PasswordChange.$Properties instead.
         */
        interface IPasswordChange extends cairn.v1.PasswordChange.$Properties {
        }

        /** Represents a PasswordChange. */
        class PasswordChange {

            /**
             * Constructs a new PasswordChange.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.PasswordChange.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PasswordChange body. */
            body: Uint8Array;

            /** PasswordChange signerKeyId. */
            signerKeyId: Uint8Array;

            /** PasswordChange signature. */
            signature: Uint8Array;

            /**
             * Encodes the specified PasswordChange message. Does not implicitly {@link cairn.v1.PasswordChange.verify|verify} messages.
             * @param message PasswordChange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.PasswordChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PasswordChange message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.PasswordChange & cairn.v1.PasswordChange.$Shape} PasswordChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.PasswordChange & cairn.v1.PasswordChange.$Shape;
        }

        namespace PasswordChange {

            /** Properties of a PasswordChange. */
            interface $Properties {

                /** PasswordChange body */
                body?: (Uint8Array|null);

                /** PasswordChange signerKeyId */
                signerKeyId?: (Uint8Array|null);

                /** PasswordChange signature */
                signature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PasswordChange. */
            type $Shape = cairn.v1.PasswordChange.$Properties;
        }

        /**
         * Properties of a DeviceMessage.
         * @deprecated Use cairn.v1.DeviceMessage.$Properties instead.
         */
        interface IDeviceMessage extends cairn.v1.DeviceMessage.$Properties {
        }

        /** Represents a DeviceMessage. */
        class DeviceMessage {

            /**
             * Constructs a new DeviceMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.DeviceMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DeviceMessage receipt. */
            receipt?: (cairn.v1.Receipt.$Properties|null);

            /** DeviceMessage reject. */
            reject?: (cairn.v1.Reject.$Properties|null);

            /** DeviceMessage eventReceipt. */
            eventReceipt?: (cairn.v1.EventReceipt.$Properties|null);

            /** DeviceMessage passwordReceipt. */
            passwordReceipt?: (cairn.v1.PasswordReceipt.$Properties|null);

            /** DeviceMessage message. */
            message?: ("receipt"|"reject"|"eventReceipt"|"passwordReceipt");

            /**
             * Encodes the specified DeviceMessage message. Does not implicitly {@link cairn.v1.DeviceMessage.verify|verify} messages.
             * @param message DeviceMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.DeviceMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DeviceMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.DeviceMessage & cairn.v1.DeviceMessage.$Shape} DeviceMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.DeviceMessage & cairn.v1.DeviceMessage.$Shape;
        }

        namespace DeviceMessage {

            /** Properties of a DeviceMessage. */
            interface $Properties {

                /** DeviceMessage receipt */
                receipt?: (cairn.v1.Receipt.$Properties|null);

                /** DeviceMessage reject */
                reject?: (cairn.v1.Reject.$Properties|null);

                /** DeviceMessage eventReceipt */
                eventReceipt?: (cairn.v1.EventReceipt.$Properties|null);

                /** DeviceMessage passwordReceipt */
                passwordReceipt?: (cairn.v1.PasswordReceipt.$Properties|null);

                /** DeviceMessage message */
                message?: ("receipt"|"reject"|"eventReceipt"|"passwordReceipt");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a DeviceMessage. */
            type $Shape = {
              receipt?: cairn.v1.Receipt.$Shape|null;
              reject?: cairn.v1.Reject.$Shape|null;
              eventReceipt?: cairn.v1.EventReceipt.$Shape|null;
              passwordReceipt?: cairn.v1.PasswordReceipt.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ message?: undefined; receipt?: null; reject?: null; eventReceipt?: null; passwordReceipt?: null }|{ message?: "receipt"; receipt: cairn.v1.Receipt.$Shape; reject?: null; eventReceipt?: null; passwordReceipt?: null }|{ message?: "reject"; receipt?: null; reject: cairn.v1.Reject.$Shape; eventReceipt?: null; passwordReceipt?: null }|{ message?: "eventReceipt"; receipt?: null; reject?: null; eventReceipt: cairn.v1.EventReceipt.$Shape; passwordReceipt?: null }|{ message?: "passwordReceipt"; receipt?: null; reject?: null; eventReceipt?: null; passwordReceipt: cairn.v1.PasswordReceipt.$Shape })
            );
        }

        /**
         * Properties of a ReceiptBatch.
         * @deprecated Use cairn.v1.ReceiptBatch.$Properties instead.
         */
        interface IReceiptBatch extends cairn.v1.ReceiptBatch.$Properties {
        }

        /** Represents a ReceiptBatch. */
        class ReceiptBatch {

            /**
             * Constructs a new ReceiptBatch.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.ReceiptBatch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReceiptBatch logOrigin. */
            logOrigin: string;

            /** ReceiptBatch receiptKeyId. */
            receiptKeyId: Uint8Array;

            /** ReceiptBatch timeMs. */
            timeMs: number;

            /** ReceiptBatch root. */
            root: Uint8Array;

            /** ReceiptBatch leafCount. */
            leafCount: number;

            /**
             * Encodes the specified ReceiptBatch message. Does not implicitly {@link cairn.v1.ReceiptBatch.verify|verify} messages.
             * @param message ReceiptBatch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.ReceiptBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReceiptBatch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.ReceiptBatch & cairn.v1.ReceiptBatch.$Shape} ReceiptBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.ReceiptBatch & cairn.v1.ReceiptBatch.$Shape;
        }

        namespace ReceiptBatch {

            /** Properties of a ReceiptBatch. */
            interface $Properties {

                /** ReceiptBatch logOrigin */
                logOrigin?: (string|null);

                /** ReceiptBatch receiptKeyId */
                receiptKeyId?: (Uint8Array|null);

                /** ReceiptBatch timeMs */
                timeMs?: (number|null);

                /** ReceiptBatch root */
                root?: (Uint8Array|null);

                /** ReceiptBatch leafCount */
                leafCount?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReceiptBatch. */
            type $Shape = cairn.v1.ReceiptBatch.$Properties;
        }

        /**
         * Properties of a ReceiptItem.
         * @deprecated Use cairn.v1.ReceiptItem.$Properties instead.
         */
        interface IReceiptItem extends cairn.v1.ReceiptItem.$Properties {
        }

        /** Represents a ReceiptItem. */
        class ReceiptItem {

            /**
             * Constructs a new ReceiptItem.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.ReceiptItem.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReceiptItem boot. */
            boot: Uint8Array;

            /** ReceiptItem counter. */
            counter: number;

            /** ReceiptItem statementHash. */
            statementHash: Uint8Array;

            /** ReceiptItem logIndex. */
            logIndex: number;

            /**
             * Encodes the specified ReceiptItem message. Does not implicitly {@link cairn.v1.ReceiptItem.verify|verify} messages.
             * @param message ReceiptItem message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.ReceiptItem.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReceiptItem message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.ReceiptItem & cairn.v1.ReceiptItem.$Shape} ReceiptItem
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.ReceiptItem & cairn.v1.ReceiptItem.$Shape;
        }

        namespace ReceiptItem {

            /** Properties of a ReceiptItem. */
            interface $Properties {

                /** ReceiptItem boot */
                boot?: (Uint8Array|null);

                /** ReceiptItem counter */
                counter?: (number|null);

                /** ReceiptItem statementHash */
                statementHash?: (Uint8Array|null);

                /** ReceiptItem logIndex */
                logIndex?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReceiptItem. */
            type $Shape = cairn.v1.ReceiptItem.$Properties;
        }

        /**
         * Properties of a Receipt.
         * @deprecated Use cairn.v1.Receipt.$Properties instead.
         */
        interface IReceipt extends cairn.v1.Receipt.$Properties {
        }

        /** Represents a Receipt. */
        class Receipt {

            /**
             * Constructs a new Receipt.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.Receipt.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Receipt batch. */
            batch: Uint8Array;

            /** Receipt signature. */
            signature: Uint8Array;

            /** Receipt device. */
            device: Uint8Array;

            /** Receipt items. */
            items: cairn.v1.ReceiptItem.$Properties[];

            /** Receipt leafIndex. */
            leafIndex: number;

            /** Receipt path. */
            path: Uint8Array[];

            /**
             * Encodes the specified Receipt message. Does not implicitly {@link cairn.v1.Receipt.verify|verify} messages.
             * @param message Receipt message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.Receipt.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Receipt message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.Receipt & cairn.v1.Receipt.$Shape} Receipt
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.Receipt & cairn.v1.Receipt.$Shape;
        }

        namespace Receipt {

            /** Properties of a Receipt. */
            interface $Properties {

                /** Receipt batch */
                batch?: (Uint8Array|null);

                /** Receipt signature */
                signature?: (Uint8Array|null);

                /** Receipt device */
                device?: (Uint8Array|null);

                /** Receipt items */
                items?: (cairn.v1.ReceiptItem.$Properties[]|null);

                /** Receipt leafIndex */
                leafIndex?: (number|null);

                /** Receipt path */
                path?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Receipt. */
            type $Shape = cairn.v1.Receipt.$Properties;
        }

        /**
         * Properties of an EventReceiptBody.
         * @deprecated Use cairn.v1.EventReceiptBody.$Properties instead.
         */
        interface IEventReceiptBody extends cairn.v1.EventReceiptBody.$Properties {
        }

        /** Represents an EventReceiptBody. */
        class EventReceiptBody {

            /**
             * Constructs a new EventReceiptBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.EventReceiptBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EventReceiptBody logOrigin. */
            logOrigin: string;

            /** EventReceiptBody receiptKeyId. */
            receiptKeyId: Uint8Array;

            /** EventReceiptBody eventHash. */
            eventHash: Uint8Array;

            /** EventReceiptBody logIndex. */
            logIndex: number;

            /** EventReceiptBody timeMs. */
            timeMs: number;

            /**
             * Encodes the specified EventReceiptBody message. Does not implicitly {@link cairn.v1.EventReceiptBody.verify|verify} messages.
             * @param message EventReceiptBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.EventReceiptBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EventReceiptBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.EventReceiptBody & cairn.v1.EventReceiptBody.$Shape} EventReceiptBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.EventReceiptBody & cairn.v1.EventReceiptBody.$Shape;
        }

        namespace EventReceiptBody {

            /** Properties of an EventReceiptBody. */
            interface $Properties {

                /** EventReceiptBody logOrigin */
                logOrigin?: (string|null);

                /** EventReceiptBody receiptKeyId */
                receiptKeyId?: (Uint8Array|null);

                /** EventReceiptBody eventHash */
                eventHash?: (Uint8Array|null);

                /** EventReceiptBody logIndex */
                logIndex?: (number|null);

                /** EventReceiptBody timeMs */
                timeMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EventReceiptBody. */
            type $Shape = cairn.v1.EventReceiptBody.$Properties;
        }

        /**
         * Properties of an EventReceipt.
         * @deprecated Use cairn.v1.EventReceipt.$Properties instead.
         */
        interface IEventReceipt extends cairn.v1.EventReceipt.$Properties {
        }

        /** Represents an EventReceipt. */
        class EventReceipt {

            /**
             * Constructs a new EventReceipt.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.EventReceipt.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EventReceipt body. */
            body: Uint8Array;

            /** EventReceipt signature. */
            signature: Uint8Array;

            /**
             * Encodes the specified EventReceipt message. Does not implicitly {@link cairn.v1.EventReceipt.verify|verify} messages.
             * @param message EventReceipt message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.EventReceipt.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EventReceipt message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.EventReceipt & cairn.v1.EventReceipt.$Shape} EventReceipt
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.EventReceipt & cairn.v1.EventReceipt.$Shape;
        }

        namespace EventReceipt {

            /** Properties of an EventReceipt. */
            interface $Properties {

                /** EventReceipt body */
                body?: (Uint8Array|null);

                /** EventReceipt signature */
                signature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EventReceipt. */
            type $Shape = cairn.v1.EventReceipt.$Properties;
        }

        /**
         * Properties of a PasswordReceiptBody.
         * @deprecated Use cairn.v1.PasswordReceiptBody.$Properties instead.
         */
        interface IPasswordReceiptBody extends cairn.v1.PasswordReceiptBody.$Properties {
        }

        /** Represents a PasswordReceiptBody. */
        class PasswordReceiptBody {

            /**
             * Constructs a new PasswordReceiptBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.PasswordReceiptBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PasswordReceiptBody logOrigin. */
            logOrigin: string;

            /** PasswordReceiptBody receiptKeyId. */
            receiptKeyId: Uint8Array;

            /** PasswordReceiptBody changeHash. */
            changeHash: Uint8Array;

            /** PasswordReceiptBody timeMs. */
            timeMs: number;

            /**
             * Encodes the specified PasswordReceiptBody message. Does not implicitly {@link cairn.v1.PasswordReceiptBody.verify|verify} messages.
             * @param message PasswordReceiptBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.PasswordReceiptBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PasswordReceiptBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.PasswordReceiptBody & cairn.v1.PasswordReceiptBody.$Shape} PasswordReceiptBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.PasswordReceiptBody & cairn.v1.PasswordReceiptBody.$Shape;
        }

        namespace PasswordReceiptBody {

            /** Properties of a PasswordReceiptBody. */
            interface $Properties {

                /** PasswordReceiptBody logOrigin */
                logOrigin?: (string|null);

                /** PasswordReceiptBody receiptKeyId */
                receiptKeyId?: (Uint8Array|null);

                /** PasswordReceiptBody changeHash */
                changeHash?: (Uint8Array|null);

                /** PasswordReceiptBody timeMs */
                timeMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PasswordReceiptBody. */
            type $Shape = cairn.v1.PasswordReceiptBody.$Properties;
        }

        /**
         * Properties of a PasswordReceipt.
         * @deprecated Use cairn.v1.PasswordReceipt.$Properties instead.
         */
        interface IPasswordReceipt extends cairn.v1.PasswordReceipt.$Properties {
        }

        /** Represents a PasswordReceipt. */
        class PasswordReceipt {

            /**
             * Constructs a new PasswordReceipt.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.PasswordReceipt.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PasswordReceipt body. */
            body: Uint8Array;

            /** PasswordReceipt signature. */
            signature: Uint8Array;

            /**
             * Encodes the specified PasswordReceipt message. Does not implicitly {@link cairn.v1.PasswordReceipt.verify|verify} messages.
             * @param message PasswordReceipt message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.PasswordReceipt.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PasswordReceipt message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.PasswordReceipt & cairn.v1.PasswordReceipt.$Shape} PasswordReceipt
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.PasswordReceipt & cairn.v1.PasswordReceipt.$Shape;
        }

        namespace PasswordReceipt {

            /** Properties of a PasswordReceipt. */
            interface $Properties {

                /** PasswordReceipt body */
                body?: (Uint8Array|null);

                /** PasswordReceipt signature */
                signature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PasswordReceipt. */
            type $Shape = cairn.v1.PasswordReceipt.$Properties;
        }

        /**
         * Properties of a RejectBody.
         * @deprecated Use cairn.v1.RejectBody.$Properties instead.
         */
        interface IRejectBody extends cairn.v1.RejectBody.$Properties {
        }

        /** Represents a RejectBody. */
        class RejectBody {

            /**
             * Constructs a new RejectBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.RejectBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RejectBody logOrigin. */
            logOrigin: string;

            /** RejectBody receiptKeyId. */
            receiptKeyId: Uint8Array;

            /** RejectBody scanHash. */
            scanHash: Uint8Array;

            /** RejectBody device. */
            device: Uint8Array;

            /** RejectBody boot. */
            boot: Uint8Array;

            /** RejectBody counter. */
            counter: number;

            /** RejectBody reason. */
            reason: string;

            /** RejectBody text. */
            text: string;

            /** RejectBody final. */
            final: boolean;

            /** RejectBody timeMs. */
            timeMs: number;

            /**
             * Encodes the specified RejectBody message. Does not implicitly {@link cairn.v1.RejectBody.verify|verify} messages.
             * @param message RejectBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.RejectBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RejectBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.RejectBody & cairn.v1.RejectBody.$Shape} RejectBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.RejectBody & cairn.v1.RejectBody.$Shape;
        }

        namespace RejectBody {

            /** Properties of a RejectBody. */
            interface $Properties {

                /** RejectBody logOrigin */
                logOrigin?: (string|null);

                /** RejectBody receiptKeyId */
                receiptKeyId?: (Uint8Array|null);

                /** RejectBody scanHash */
                scanHash?: (Uint8Array|null);

                /** RejectBody device */
                device?: (Uint8Array|null);

                /** RejectBody boot */
                boot?: (Uint8Array|null);

                /** RejectBody counter */
                counter?: (number|null);

                /** RejectBody reason */
                reason?: (string|null);

                /** RejectBody text */
                text?: (string|null);

                /** RejectBody final */
                final?: (boolean|null);

                /** RejectBody timeMs */
                timeMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RejectBody. */
            type $Shape = cairn.v1.RejectBody.$Properties;
        }

        /**
         * Properties of a Reject.
         * @deprecated Use cairn.v1.Reject.$Properties instead.
         */
        interface IReject extends cairn.v1.Reject.$Properties {
        }

        /** Represents a Reject. */
        class Reject {

            /**
             * Constructs a new Reject.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.Reject.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Reject body. */
            body: Uint8Array;

            /** Reject signature. */
            signature: Uint8Array;

            /**
             * Encodes the specified Reject message. Does not implicitly {@link cairn.v1.Reject.verify|verify} messages.
             * @param message Reject message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.Reject.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Reject message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.Reject & cairn.v1.Reject.$Shape} Reject
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.Reject & cairn.v1.Reject.$Shape;
        }

        namespace Reject {

            /** Properties of a Reject. */
            interface $Properties {

                /** Reject body */
                body?: (Uint8Array|null);

                /** Reject signature */
                signature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Reject. */
            type $Shape = cairn.v1.Reject.$Properties;
        }

        /**
         * Properties of a SignedScan.
         * @deprecated Use cairn.v1.SignedScan.$Properties instead.
         */
        interface ISignedScan extends cairn.v1.SignedScan.$Properties {
        }

        /** Represents a SignedScan. */
        class SignedScan {

            /**
             * Constructs a new SignedScan.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.SignedScan.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SignedScan device. */
            device: Uint8Array;

            /** SignedScan keyId. */
            keyId: Uint8Array;

            /** SignedScan boot. */
            boot: Uint8Array;

            /** SignedScan counter. */
            counter: number;

            /** SignedScan previous. */
            previous: Uint8Array;

            /** SignedScan header. */
            header: Uint8Array;

            /** SignedScan signature. */
            signature: Uint8Array;

            /** SignedScan uris. */
            uris: string[];

            /** SignedScan disclosures. */
            disclosures: Uint8Array[];

            /**
             * Encodes the specified SignedScan message. Does not implicitly {@link cairn.v1.SignedScan.verify|verify} messages.
             * @param message SignedScan message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.SignedScan.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SignedScan message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.SignedScan & cairn.v1.SignedScan.$Shape} SignedScan
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.SignedScan & cairn.v1.SignedScan.$Shape;
        }

        namespace SignedScan {

            /** Properties of a SignedScan. */
            interface $Properties {

                /** SignedScan device */
                device?: (Uint8Array|null);

                /** SignedScan keyId */
                keyId?: (Uint8Array|null);

                /** SignedScan boot */
                boot?: (Uint8Array|null);

                /** SignedScan counter */
                counter?: (number|null);

                /** SignedScan previous */
                previous?: (Uint8Array|null);

                /** SignedScan header */
                header?: (Uint8Array|null);

                /** SignedScan signature */
                signature?: (Uint8Array|null);

                /** SignedScan uris */
                uris?: (string[]|null);

                /** SignedScan disclosures */
                disclosures?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SignedScan. */
            type $Shape = cairn.v1.SignedScan.$Properties;
        }

        /** Precision enum. */
        enum Precision {

            /** PRECISION_UNSPECIFIED value */
            PRECISION_UNSPECIFIED = 0,

            /** MILLISECOND value */
            MILLISECOND = 1,

            /** MINUTE value */
            MINUTE = 2,

            /** DAY value */
            DAY = 3
        }

        /** EventType enum. */
        enum EventType {

            /** EVENT_TYPE_UNSPECIFIED value */
            EVENT_TYPE_UNSPECIFIED = 0,

            /** OBJECT_EVENT value */
            OBJECT_EVENT = 1,

            /** AGGREGATION_EVENT value */
            AGGREGATION_EVENT = 2,

            /** TRANSACTION_EVENT value */
            TRANSACTION_EVENT = 3,

            /** TRANSFORMATION_EVENT value */
            TRANSFORMATION_EVENT = 4,

            /** ASSOCIATION_EVENT value */
            ASSOCIATION_EVENT = 5
        }

        /** Action enum. */
        enum Action {

            /** ACTION_UNSPECIFIED value */
            ACTION_UNSPECIFIED = 0,

            /** ADD value */
            ADD = 1,

            /** OBSERVE value */
            OBSERVE = 2,

            /** DELETE value */
            DELETE = 3
        }

        /**
         * Properties of a ScanHeader.
         * @deprecated Use cairn.v1.ScanHeader.$Properties instead.
         */
        interface IScanHeader extends cairn.v1.ScanHeader.$Properties {
        }

        /** Represents a ScanHeader. */
        class ScanHeader {

            /**
             * Constructs a new ScanHeader.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.ScanHeader.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ScanHeader eventTimeMs. */
            eventTimeMs: number;

            /** ScanHeader precision. */
            precision: cairn.v1.Precision;

            /** ScanHeader zoneOffsetMinutes. */
            zoneOffsetMinutes: number;

            /** ScanHeader eventType. */
            eventType: cairn.v1.EventType;

            /** ScanHeader action. */
            action: cairn.v1.Action;

            /** ScanHeader objects. */
            objects: Uint8Array[];

            /** ScanHeader roles. */
            roles: Uint8Array;

            /** ScanHeader to. */
            to: Uint8Array;

            /** ScanHeader claims. */
            claims: Uint8Array[];

            /** ScanHeader seenCheckpoint. */
            seenCheckpoint: Uint8Array;

            /**
             * Encodes the specified ScanHeader message. Does not implicitly {@link cairn.v1.ScanHeader.verify|verify} messages.
             * @param message ScanHeader message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.ScanHeader.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ScanHeader message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.ScanHeader & cairn.v1.ScanHeader.$Shape} ScanHeader
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.ScanHeader & cairn.v1.ScanHeader.$Shape;
        }

        namespace ScanHeader {

            /** Properties of a ScanHeader. */
            interface $Properties {

                /** ScanHeader eventTimeMs */
                eventTimeMs?: (number|null);

                /** ScanHeader precision */
                precision?: (cairn.v1.Precision|null);

                /** ScanHeader zoneOffsetMinutes */
                zoneOffsetMinutes?: (number|null);

                /** ScanHeader eventType */
                eventType?: (cairn.v1.EventType|null);

                /** ScanHeader action */
                action?: (cairn.v1.Action|null);

                /** ScanHeader objects */
                objects?: (Uint8Array[]|null);

                /** ScanHeader roles */
                roles?: (Uint8Array|null);

                /** ScanHeader to */
                to?: (Uint8Array|null);

                /** ScanHeader claims */
                claims?: (Uint8Array[]|null);

                /** ScanHeader seenCheckpoint */
                seenCheckpoint?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ScanHeader. */
            type $Shape = cairn.v1.ScanHeader.$Properties;
        }

        /**
         * Properties of a PrivatePart.
         * @deprecated Use cairn.v1.PrivatePart.$Properties instead.
         */
        interface IPrivatePart extends cairn.v1.PrivatePart.$Properties {
        }

        /** Represents a PrivatePart. */
        class PrivatePart {

            /**
             * Constructs a new PrivatePart.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.PrivatePart.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PrivatePart uris. */
            uris: string[];

            /** PrivatePart disclosures. */
            disclosures: Uint8Array[];

            /**
             * Encodes the specified PrivatePart message. Does not implicitly {@link cairn.v1.PrivatePart.verify|verify} messages.
             * @param message PrivatePart message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.PrivatePart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PrivatePart message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.PrivatePart & cairn.v1.PrivatePart.$Shape} PrivatePart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.PrivatePart & cairn.v1.PrivatePart.$Shape;
        }

        namespace PrivatePart {

            /** Properties of a PrivatePart. */
            interface $Properties {

                /** PrivatePart uris */
                uris?: (string[]|null);

                /** PrivatePart disclosures */
                disclosures?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PrivatePart. */
            type $Shape = cairn.v1.PrivatePart.$Properties;
        }

        /**
         * Properties of a StreamRecord.
         * @deprecated Use cairn.v1.StreamRecord.$Properties instead.
         */
        interface IStreamRecord extends cairn.v1.StreamRecord.$Properties {
        }

        /** Represents a StreamRecord. */
        class StreamRecord {

            /**
             * Constructs a new StreamRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.StreamRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StreamRecord body. */
            body: Uint8Array;

            /** StreamRecord mac. */
            mac: Uint8Array;

            /**
             * Encodes the specified StreamRecord message. Does not implicitly {@link cairn.v1.StreamRecord.verify|verify} messages.
             * @param message StreamRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.StreamRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StreamRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.StreamRecord & cairn.v1.StreamRecord.$Shape} StreamRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.StreamRecord & cairn.v1.StreamRecord.$Shape;
        }

        namespace StreamRecord {

            /** Properties of a StreamRecord. */
            interface $Properties {

                /** StreamRecord body */
                body?: (Uint8Array|null);

                /** StreamRecord mac */
                mac?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StreamRecord. */
            type $Shape = cairn.v1.StreamRecord.$Properties;
        }

        /**
         * Properties of a StreamBatch.
         * @deprecated Use cairn.v1.StreamBatch.$Properties instead.
         */
        interface IStreamBatch extends cairn.v1.StreamBatch.$Properties {
        }

        /** Represents a StreamBatch. */
        class StreamBatch {

            /**
             * Constructs a new StreamBatch.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.StreamBatch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StreamBatch scans. */
            scans: cairn.v1.VerifiedScan.$Properties[];

            /** StreamBatch events. */
            events: cairn.v1.SubmittedEvent.$Properties[];

            /** StreamBatch rejected. */
            rejected: cairn.v1.RejectedScan.$Properties[];

            /**
             * Encodes the specified StreamBatch message. Does not implicitly {@link cairn.v1.StreamBatch.verify|verify} messages.
             * @param message StreamBatch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.StreamBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StreamBatch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.StreamBatch & cairn.v1.StreamBatch.$Shape} StreamBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.StreamBatch & cairn.v1.StreamBatch.$Shape;
        }

        namespace StreamBatch {

            /** Properties of a StreamBatch. */
            interface $Properties {

                /** StreamBatch scans */
                scans?: (cairn.v1.VerifiedScan.$Properties[]|null);

                /** StreamBatch events */
                events?: (cairn.v1.SubmittedEvent.$Properties[]|null);

                /** StreamBatch rejected */
                rejected?: (cairn.v1.RejectedScan.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StreamBatch. */
            type $Shape = cairn.v1.StreamBatch.$Properties;
        }

        /**
         * Properties of a VerifiedScan.
         * @deprecated Use cairn.v1.VerifiedScan.$Properties instead.
         */
        interface IVerifiedScan extends cairn.v1.VerifiedScan.$Properties {
        }

        /** Represents a VerifiedScan. */
        class VerifiedScan {

            /**
             * Constructs a new VerifiedScan.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.VerifiedScan.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** VerifiedScan signedScan. */
            signedScan: Uint8Array;

            /** VerifiedScan receivedTimeMs. */
            receivedTimeMs: number;

            /**
             * Encodes the specified VerifiedScan message. Does not implicitly {@link cairn.v1.VerifiedScan.verify|verify} messages.
             * @param message VerifiedScan message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.VerifiedScan.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a VerifiedScan message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.VerifiedScan & cairn.v1.VerifiedScan.$Shape} VerifiedScan
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.VerifiedScan & cairn.v1.VerifiedScan.$Shape;
        }

        namespace VerifiedScan {

            /** Properties of a VerifiedScan. */
            interface $Properties {

                /** VerifiedScan signedScan */
                signedScan?: (Uint8Array|null);

                /** VerifiedScan receivedTimeMs */
                receivedTimeMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a VerifiedScan. */
            type $Shape = cairn.v1.VerifiedScan.$Properties;
        }

        /**
         * Properties of a SubmittedEvent.
         * @deprecated Use cairn.v1.SubmittedEvent.$Properties instead.
         */
        interface ISubmittedEvent extends cairn.v1.SubmittedEvent.$Properties {
        }

        /** Represents a SubmittedEvent. */
        class SubmittedEvent {

            /**
             * Constructs a new SubmittedEvent.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.SubmittedEvent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SubmittedEvent signedEvent. */
            signedEvent: Uint8Array;

            /** SubmittedEvent disclosures. */
            disclosures: Uint8Array[];

            /**
             * Encodes the specified SubmittedEvent message. Does not implicitly {@link cairn.v1.SubmittedEvent.verify|verify} messages.
             * @param message SubmittedEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.SubmittedEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SubmittedEvent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.SubmittedEvent & cairn.v1.SubmittedEvent.$Shape} SubmittedEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.SubmittedEvent & cairn.v1.SubmittedEvent.$Shape;
        }

        namespace SubmittedEvent {

            /** Properties of a SubmittedEvent. */
            interface $Properties {

                /** SubmittedEvent signedEvent */
                signedEvent?: (Uint8Array|null);

                /** SubmittedEvent disclosures */
                disclosures?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SubmittedEvent. */
            type $Shape = cairn.v1.SubmittedEvent.$Properties;
        }

        /**
         * Properties of a RejectedScan.
         * @deprecated Use cairn.v1.RejectedScan.$Properties instead.
         */
        interface IRejectedScan extends cairn.v1.RejectedScan.$Properties {
        }

        /** Represents a RejectedScan. */
        class RejectedScan {

            /**
             * Constructs a new RejectedScan.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.RejectedScan.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RejectedScan payloadHash. */
            payloadHash: Uint8Array;

            /** RejectedScan device. */
            device: Uint8Array;

            /** RejectedScan boot. */
            boot: Uint8Array;

            /** RejectedScan counter. */
            counter: number;

            /** RejectedScan reason. */
            reason: string;

            /** RejectedScan text. */
            text: string;

            /** RejectedScan final. */
            final: boolean;

            /** RejectedScan receivedTimeMs. */
            receivedTimeMs: number;

            /** RejectedScan statement. */
            statement?: (cairn.v1.SignedStatementBytes.$Properties|null);

            /** RejectedScan payloadHead. */
            payloadHead: Uint8Array;

            /**
             * Encodes the specified RejectedScan message. Does not implicitly {@link cairn.v1.RejectedScan.verify|verify} messages.
             * @param message RejectedScan message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.RejectedScan.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RejectedScan message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.RejectedScan & cairn.v1.RejectedScan.$Shape} RejectedScan
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.RejectedScan & cairn.v1.RejectedScan.$Shape;
        }

        namespace RejectedScan {

            /** Properties of a RejectedScan. */
            interface $Properties {

                /** RejectedScan payloadHash */
                payloadHash?: (Uint8Array|null);

                /** RejectedScan device */
                device?: (Uint8Array|null);

                /** RejectedScan boot */
                boot?: (Uint8Array|null);

                /** RejectedScan counter */
                counter?: (number|null);

                /** RejectedScan reason */
                reason?: (string|null);

                /** RejectedScan text */
                text?: (string|null);

                /** RejectedScan final */
                final?: (boolean|null);

                /** RejectedScan receivedTimeMs */
                receivedTimeMs?: (number|null);

                /** RejectedScan statement */
                statement?: (cairn.v1.SignedStatementBytes.$Properties|null);

                /** RejectedScan payloadHead */
                payloadHead?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RejectedScan. */
            type $Shape = cairn.v1.RejectedScan.$Properties;
        }

        /**
         * Properties of a SignedStatementBytes.
         * @deprecated Use cairn.v1.SignedStatementBytes.$Properties instead.
         */
        interface ISignedStatementBytes extends cairn.v1.SignedStatementBytes.$Properties {
        }

        /** Represents a SignedStatementBytes. */
        class SignedStatementBytes {

            /**
             * Constructs a new SignedStatementBytes.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.SignedStatementBytes.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SignedStatementBytes signedStatement. */
            signedStatement: Uint8Array;

            /**
             * Encodes the specified SignedStatementBytes message. Does not implicitly {@link cairn.v1.SignedStatementBytes.verify|verify} messages.
             * @param message SignedStatementBytes message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.SignedStatementBytes.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SignedStatementBytes message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.SignedStatementBytes & cairn.v1.SignedStatementBytes.$Shape} SignedStatementBytes
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.SignedStatementBytes & cairn.v1.SignedStatementBytes.$Shape;
        }

        namespace SignedStatementBytes {

            /** Properties of a SignedStatementBytes. */
            interface $Properties {

                /** SignedStatementBytes signedStatement */
                signedStatement?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SignedStatementBytes. */
            type $Shape = cairn.v1.SignedStatementBytes.$Properties;
        }

        /**
         * Properties of an OutgoingBatch.
         * @deprecated Use cairn.v1.OutgoingBatch.$Properties instead.
         */
        interface IOutgoingBatch extends cairn.v1.OutgoingBatch.$Properties {
        }

        /** Represents an OutgoingBatch. */
        class OutgoingBatch {

            /**
             * Constructs a new OutgoingBatch.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.OutgoingBatch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** OutgoingBatch messages. */
            messages: cairn.v1.OutgoingMessage.$Properties[];

            /**
             * Encodes the specified OutgoingBatch message. Does not implicitly {@link cairn.v1.OutgoingBatch.verify|verify} messages.
             * @param message OutgoingBatch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.OutgoingBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an OutgoingBatch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.OutgoingBatch & cairn.v1.OutgoingBatch.$Shape} OutgoingBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.OutgoingBatch & cairn.v1.OutgoingBatch.$Shape;
        }

        namespace OutgoingBatch {

            /** Properties of an OutgoingBatch. */
            interface $Properties {

                /** OutgoingBatch messages */
                messages?: (cairn.v1.OutgoingMessage.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an OutgoingBatch. */
            type $Shape = cairn.v1.OutgoingBatch.$Properties;
        }

        /**
         * Properties of an OutgoingMessage.
         * @deprecated Use cairn.v1.OutgoingMessage.$Properties instead.
         */
        interface IOutgoingMessage extends cairn.v1.OutgoingMessage.$Properties {
        }

        /** Represents an OutgoingMessage. */
        class OutgoingMessage {

            /**
             * Constructs a new OutgoingMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.OutgoingMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** OutgoingMessage device. */
            device: Uint8Array;

            /** OutgoingMessage deviceId. */
            deviceId: string;

            /** OutgoingMessage payload. */
            payload: Uint8Array;

            /**
             * Encodes the specified OutgoingMessage message. Does not implicitly {@link cairn.v1.OutgoingMessage.verify|verify} messages.
             * @param message OutgoingMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.OutgoingMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an OutgoingMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.OutgoingMessage & cairn.v1.OutgoingMessage.$Shape} OutgoingMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.OutgoingMessage & cairn.v1.OutgoingMessage.$Shape;
        }

        namespace OutgoingMessage {

            /** Properties of an OutgoingMessage. */
            interface $Properties {

                /** OutgoingMessage device */
                device?: (Uint8Array|null);

                /** OutgoingMessage deviceId */
                deviceId?: (string|null);

                /** OutgoingMessage payload */
                payload?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an OutgoingMessage. */
            type $Shape = cairn.v1.OutgoingMessage.$Properties;
        }

        /**
         * Properties of a LookupBatch.
         * @deprecated Use cairn.v1.LookupBatch.$Properties instead.
         */
        interface ILookupBatch extends cairn.v1.LookupBatch.$Properties {
        }

        /** Represents a LookupBatch. */
        class LookupBatch {

            /**
             * Constructs a new LookupBatch.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.LookupBatch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LookupBatch lookups. */
            lookups: cairn.v1.Lookup.$Properties[];

            /**
             * Encodes the specified LookupBatch message. Does not implicitly {@link cairn.v1.LookupBatch.verify|verify} messages.
             * @param message LookupBatch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.LookupBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LookupBatch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.LookupBatch & cairn.v1.LookupBatch.$Shape} LookupBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.LookupBatch & cairn.v1.LookupBatch.$Shape;
        }

        namespace LookupBatch {

            /** Properties of a LookupBatch. */
            interface $Properties {

                /** LookupBatch lookups */
                lookups?: (cairn.v1.Lookup.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LookupBatch. */
            type $Shape = cairn.v1.LookupBatch.$Properties;
        }

        /**
         * Properties of a Lookup.
         * @deprecated Use cairn.v1.Lookup.$Properties instead.
         */
        interface ILookup extends cairn.v1.Lookup.$Properties {
        }

        /** Represents a Lookup. */
        class Lookup {

            /**
             * Constructs a new Lookup.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.Lookup.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Lookup id. */
            id: Uint8Array;

            /** Lookup timeMs. */
            timeMs: number;

            /** Lookup who. */
            who: string;

            /** Lookup question. */
            question: string;

            /** Lookup status. */
            status: number;

            /** Lookup answerHash. */
            answerHash: Uint8Array;

            /**
             * Encodes the specified Lookup message. Does not implicitly {@link cairn.v1.Lookup.verify|verify} messages.
             * @param message Lookup message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.Lookup.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Lookup message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.Lookup & cairn.v1.Lookup.$Shape} Lookup
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.Lookup & cairn.v1.Lookup.$Shape;
        }

        namespace Lookup {

            /** Properties of a Lookup. */
            interface $Properties {

                /** Lookup id */
                id?: (Uint8Array|null);

                /** Lookup timeMs */
                timeMs?: (number|null);

                /** Lookup who */
                who?: (string|null);

                /** Lookup question */
                question?: (string|null);

                /** Lookup status */
                status?: (number|null);

                /** Lookup answerHash */
                answerHash?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Lookup. */
            type $Shape = cairn.v1.Lookup.$Properties;
        }
    }
}
