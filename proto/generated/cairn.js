/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// 64-bit fields are plain numbers.
$protobuf.util.Long = null;
$protobuf.configure();

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const cairn = $root.cairn = (() => {

    /**
     * Namespace cairn.
     * @exports cairn
     * @namespace
     */
    const cairn = {};

    cairn.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof cairn
         * @namespace
         */
        const v1 = {};

        v1.LogEntry = (function() {

            /**
             * Properties of a LogEntry.
             * @typedef {Object} cairn.v1.LogEntry.$Properties
             * @property {cairn.v1.LoggedScan.$Properties|null} [scan] LogEntry scan
             * @property {cairn.v1.SignedEvent.$Properties|null} [event] LogEntry event
             * @property {"scan"|"event"} [entry] LogEntry entry
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a LogEntry.
             * @memberof cairn.v1
             * @interface ILogEntry
             * @augments cairn.v1.LogEntry.$Properties
             * @deprecated Use cairn.v1.LogEntry.$Properties instead.
             */

            /**
             * Narrowed shape of a LogEntry.
             * @typedef {{
             *   scan?: cairn.v1.LoggedScan.$Shape|null;
             *   event?: cairn.v1.SignedEvent.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ entry?: undefined; scan?: null; event?: null }|{ entry?: "scan"; scan: cairn.v1.LoggedScan.$Shape; event?: null }|{ entry?: "event"; scan?: null; event: cairn.v1.SignedEvent.$Shape })
             * )} cairn.v1.LogEntry.$Shape
             */

            /**
             * Constructs a new LogEntry.
             * @memberof cairn.v1
             * @classdesc Represents a LogEntry.
             * @constructor
             * @param {cairn.v1.LogEntry.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const LogEntry = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * LogEntry scan.
             * @member {cairn.v1.LoggedScan.$Properties|null|undefined} scan
             * @memberof cairn.v1.LogEntry
             * @instance
             */
            LogEntry.prototype.scan = null;

            /**
             * LogEntry event.
             * @member {cairn.v1.SignedEvent.$Properties|null|undefined} event
             * @memberof cairn.v1.LogEntry
             * @instance
             */
            LogEntry.prototype.event = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * LogEntry entry.
             * @member {"scan"|"event"|undefined} entry
             * @memberof cairn.v1.LogEntry
             * @instance
             */
            $Object.defineProperty(LogEntry.prototype, "entry", {
                get: $util.oneOfGetter($oneOfFields = ["scan", "event"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified LogEntry message. Does not implicitly {@link cairn.v1.LogEntry.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.LogEntry
             * @static
             * @param {cairn.v1.LogEntry.$Properties} message LogEntry message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            LogEntry.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.scan != null && $Object.hasOwnProperty.call(message, "scan"))
                    $root.cairn.v1.LoggedScan.encode(message.scan, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.event != null && $Object.hasOwnProperty.call(message, "event"))
                    $root.cairn.v1.SignedEvent.encode(message.event, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a LogEntry message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.LogEntry
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.LogEntry & cairn.v1.LogEntry.$Shape} LogEntry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            LogEntry.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.LogEntry();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.scan = $root.cairn.v1.LoggedScan.decode(reader, reader.size(), $undefined, _depth + 1, message.scan);
                            message.entry = "scan";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.event = $root.cairn.v1.SignedEvent.decode(reader, reader.size(), $undefined, _depth + 1, message.event);
                            message.entry = "event";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LogEntry;
        })();

        v1.LoggedScan = (function() {

            /**
             * Properties of a LoggedScan.
             * @typedef {Object} cairn.v1.LoggedScan.$Properties
             * @property {Uint8Array|null} [device] LoggedScan device
             * @property {Uint8Array|null} [keyId] LoggedScan keyId
             * @property {Uint8Array|null} [boot] LoggedScan boot
             * @property {number|null} [counter] LoggedScan counter
             * @property {Uint8Array|null} [previous] LoggedScan previous
             * @property {Uint8Array|null} [header] LoggedScan header
             * @property {Uint8Array|null} [signature] LoggedScan signature
             * @property {number|null} [receivedTimeMs] LoggedScan receivedTimeMs
             * @property {number|null} [after] LoggedScan after
             * @property {number|null} [verificationProfile] LoggedScan verificationProfile
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a LoggedScan.
             * @memberof cairn.v1
             * @interface ILoggedScan
             * @augments cairn.v1.LoggedScan.$Properties
             * @deprecated Use cairn.v1.LoggedScan.$Properties instead.
             */

            /**
             * Shape of a LoggedScan.
             * @typedef {cairn.v1.LoggedScan.$Properties} cairn.v1.LoggedScan.$Shape
             */

            /**
             * Constructs a new LoggedScan.
             * @memberof cairn.v1
             * @classdesc Represents a LoggedScan.
             * @constructor
             * @param {cairn.v1.LoggedScan.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const LoggedScan = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * LoggedScan device.
             * @member {Uint8Array} device
             * @memberof cairn.v1.LoggedScan
             * @instance
             */
            LoggedScan.prototype.device = $util.newBuffer([]);

            /**
             * LoggedScan keyId.
             * @member {Uint8Array} keyId
             * @memberof cairn.v1.LoggedScan
             * @instance
             */
            LoggedScan.prototype.keyId = $util.newBuffer([]);

            /**
             * LoggedScan boot.
             * @member {Uint8Array} boot
             * @memberof cairn.v1.LoggedScan
             * @instance
             */
            LoggedScan.prototype.boot = $util.newBuffer([]);

            /**
             * LoggedScan counter.
             * @member {number} counter
             * @memberof cairn.v1.LoggedScan
             * @instance
             */
            LoggedScan.prototype.counter = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * LoggedScan previous.
             * @member {Uint8Array} previous
             * @memberof cairn.v1.LoggedScan
             * @instance
             */
            LoggedScan.prototype.previous = $util.newBuffer([]);

            /**
             * LoggedScan header.
             * @member {Uint8Array} header
             * @memberof cairn.v1.LoggedScan
             * @instance
             */
            LoggedScan.prototype.header = $util.newBuffer([]);

            /**
             * LoggedScan signature.
             * @member {Uint8Array} signature
             * @memberof cairn.v1.LoggedScan
             * @instance
             */
            LoggedScan.prototype.signature = $util.newBuffer([]);

            /**
             * LoggedScan receivedTimeMs.
             * @member {number} receivedTimeMs
             * @memberof cairn.v1.LoggedScan
             * @instance
             */
            LoggedScan.prototype.receivedTimeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * LoggedScan after.
             * @member {number} after
             * @memberof cairn.v1.LoggedScan
             * @instance
             */
            LoggedScan.prototype.after = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * LoggedScan verificationProfile.
             * @member {number} verificationProfile
             * @memberof cairn.v1.LoggedScan
             * @instance
             */
            LoggedScan.prototype.verificationProfile = 0;

            /**
             * Encodes the specified LoggedScan message. Does not implicitly {@link cairn.v1.LoggedScan.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.LoggedScan
             * @static
             * @param {cairn.v1.LoggedScan.$Properties} message LoggedScan message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            LoggedScan.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.device);
                if (message.keyId != null && $Object.hasOwnProperty.call(message, "keyId") && message.keyId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.keyId);
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.boot);
                if (message.counter != null && $Object.hasOwnProperty.call(message, "counter") && (typeof message.counter === "object" ? message.counter.low || message.counter.high : message.counter !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.counter);
                if (message.previous != null && $Object.hasOwnProperty.call(message, "previous") && message.previous.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.previous);
                if (message.header != null && $Object.hasOwnProperty.call(message, "header") && message.header.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.header);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.signature);
                if (message.receivedTimeMs != null && $Object.hasOwnProperty.call(message, "receivedTimeMs") && (typeof message.receivedTimeMs === "object" ? message.receivedTimeMs.low || message.receivedTimeMs.high : message.receivedTimeMs !== 0))
                    writer.uint32(/* id 8, wireType 0 =*/64).int64(message.receivedTimeMs);
                if (message.after != null && $Object.hasOwnProperty.call(message, "after") && (typeof message.after === "object" ? message.after.low || message.after.high : message.after !== 0))
                    writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.after);
                if (message.verificationProfile != null && $Object.hasOwnProperty.call(message, "verificationProfile") && message.verificationProfile !== 0)
                    writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.verificationProfile);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a LoggedScan message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.LoggedScan
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.LoggedScan & cairn.v1.LoggedScan.$Shape} LoggedScan
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            LoggedScan.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.LoggedScan();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.keyId = value;
                            else
                                delete message.keyId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.boot = value;
                            else
                                delete message.boot;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.counter = value;
                            else
                                delete message.counter;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.previous = value;
                            else
                                delete message.previous;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.header = value;
                            else
                                delete message.header;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.receivedTimeMs = value;
                            else
                                delete message.receivedTimeMs;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.after = value;
                            else
                                delete message.after;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.verificationProfile = value;
                            else
                                delete message.verificationProfile;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LoggedScan;
        })();

        /**
         * EventKind enum.
         * @name cairn.v1.EventKind
         * @enum {number}
         * @property {number} EVENT_KIND_UNSPECIFIED=0 EVENT_KIND_UNSPECIFIED value
         * @property {number} OPERATOR=1 OPERATOR value
         * @property {number} PARTY=2 PARTY value
         * @property {number} ENROL=3 ENROL value
         * @property {number} BOOT=4 BOOT value
         * @property {number} ROTATE=5 ROTATE value
         * @property {number} RETIRE=6 RETIRE value
         * @property {number} COMPROMISED=7 COMPROMISED value
         * @property {number} RECEIPT_KEY=8 RECEIPT_KEY value
         * @property {number} CORRECTION=9 CORRECTION value
         * @property {number} EQUIVOCATION=10 EQUIVOCATION value
         * @property {number} REFUSED=11 REFUSED value
         * @property {number} ERASURE=12 ERASURE value
         * @property {number} RECALL=13 RECALL value
         * @property {number} DECISION=14 DECISION value
         * @property {number} DOCUMENT=15 DOCUMENT value
         * @property {number} CODES=16 CODES value
         * @property {number} GRANT=17 GRANT value
         */
        v1.EventKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "EVENT_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "OPERATOR"] = 1;
            values[valuesById[2] = "PARTY"] = 2;
            values[valuesById[3] = "ENROL"] = 3;
            values[valuesById[4] = "BOOT"] = 4;
            values[valuesById[5] = "ROTATE"] = 5;
            values[valuesById[6] = "RETIRE"] = 6;
            values[valuesById[7] = "COMPROMISED"] = 7;
            values[valuesById[8] = "RECEIPT_KEY"] = 8;
            values[valuesById[9] = "CORRECTION"] = 9;
            values[valuesById[10] = "EQUIVOCATION"] = 10;
            values[valuesById[11] = "REFUSED"] = 11;
            values[valuesById[12] = "ERASURE"] = 12;
            values[valuesById[13] = "RECALL"] = 13;
            values[valuesById[14] = "DECISION"] = 14;
            values[valuesById[15] = "DOCUMENT"] = 15;
            values[valuesById[16] = "CODES"] = 16;
            values[valuesById[17] = "GRANT"] = 17;
            return values;
        })();

        v1.SignedEvent = (function() {

            /**
             * Properties of a SignedEvent.
             * @typedef {Object} cairn.v1.SignedEvent.$Properties
             * @property {cairn.v1.EventKind|null} [kind] SignedEvent kind
             * @property {Uint8Array|null} [body] SignedEvent body
             * @property {Uint8Array|null} [signerKeyId] SignedEvent signerKeyId
             * @property {Uint8Array|null} [signature] SignedEvent signature
             * @property {Array.<Uint8Array>|null} [objects] SignedEvent objects
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SignedEvent.
             * @memberof cairn.v1
             * @interface ISignedEvent
             * @augments cairn.v1.SignedEvent.$Properties
             * @deprecated Use cairn.v1.SignedEvent.$Properties instead.
             */

            /**
             * Shape of a SignedEvent.
             * @typedef {cairn.v1.SignedEvent.$Properties} cairn.v1.SignedEvent.$Shape
             */

            /**
             * Constructs a new SignedEvent.
             * @memberof cairn.v1
             * @classdesc Represents a SignedEvent.
             * @constructor
             * @param {cairn.v1.SignedEvent.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SignedEvent = function (properties) {
                this.objects = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SignedEvent kind.
             * @member {cairn.v1.EventKind} kind
             * @memberof cairn.v1.SignedEvent
             * @instance
             */
            SignedEvent.prototype.kind = 0;

            /**
             * SignedEvent body.
             * @member {Uint8Array} body
             * @memberof cairn.v1.SignedEvent
             * @instance
             */
            SignedEvent.prototype.body = $util.newBuffer([]);

            /**
             * SignedEvent signerKeyId.
             * @member {Uint8Array} signerKeyId
             * @memberof cairn.v1.SignedEvent
             * @instance
             */
            SignedEvent.prototype.signerKeyId = $util.newBuffer([]);

            /**
             * SignedEvent signature.
             * @member {Uint8Array} signature
             * @memberof cairn.v1.SignedEvent
             * @instance
             */
            SignedEvent.prototype.signature = $util.newBuffer([]);

            /**
             * SignedEvent objects.
             * @member {Array.<Uint8Array>} objects
             * @memberof cairn.v1.SignedEvent
             * @instance
             */
            SignedEvent.prototype.objects = $util.emptyArray;

            /**
             * Encodes the specified SignedEvent message. Does not implicitly {@link cairn.v1.SignedEvent.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.SignedEvent
             * @static
             * @param {cairn.v1.SignedEvent.$Properties} message SignedEvent message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SignedEvent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.kind);
                if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.body);
                if (message.signerKeyId != null && $Object.hasOwnProperty.call(message, "signerKeyId") && message.signerKeyId.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.signerKeyId);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.signature);
                if (message.objects != null && message.objects.length)
                    for (let i = 0; i < message.objects.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.objects[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SignedEvent message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.SignedEvent
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.SignedEvent & cairn.v1.SignedEvent.$Shape} SignedEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SignedEvent.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.SignedEvent();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.body = value;
                            else
                                delete message.body;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signerKeyId = value;
                            else
                                delete message.signerKeyId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.objects && message.objects.length))
                                message.objects = [];
                            message.objects.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SignedEvent;
        })();

        /**
         * SignatureAlgorithm enum.
         * @name cairn.v1.SignatureAlgorithm
         * @enum {number}
         * @property {number} SIGNATURE_ALGORITHM_UNSPECIFIED=0 SIGNATURE_ALGORITHM_UNSPECIFIED value
         * @property {number} ED25519=1 ED25519 value
         * @property {number} ECDSA_P256_SHA256=2 ECDSA_P256_SHA256 value
         */
        v1.SignatureAlgorithm = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "SIGNATURE_ALGORITHM_UNSPECIFIED"] = 0;
            values[valuesById[1] = "ED25519"] = 1;
            values[valuesById[2] = "ECDSA_P256_SHA256"] = 2;
            return values;
        })();

        v1.OperatorBody = (function() {

            /**
             * Properties of an OperatorBody.
             * @typedef {Object} cairn.v1.OperatorBody.$Properties
             * @property {Uint8Array|null} [operator] OperatorBody operator
             * @property {cairn.v1.SignatureAlgorithm|null} [algorithm] OperatorBody algorithm
             * @property {Uint8Array|null} [publicKey] OperatorBody publicKey
             * @property {string|null} [logOrigin] OperatorBody logOrigin
             * @property {number|null} [timeMs] OperatorBody timeMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an OperatorBody.
             * @memberof cairn.v1
             * @interface IOperatorBody
             * @augments cairn.v1.OperatorBody.$Properties
             * @deprecated Use cairn.v1.OperatorBody.$Properties instead.
             */

            /**
             * Shape of an OperatorBody.
             * @typedef {cairn.v1.OperatorBody.$Properties} cairn.v1.OperatorBody.$Shape
             */

            /**
             * Constructs a new OperatorBody.
             * @memberof cairn.v1
             * @classdesc Represents an OperatorBody.
             * @constructor
             * @param {cairn.v1.OperatorBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const OperatorBody = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * OperatorBody operator.
             * @member {Uint8Array} operator
             * @memberof cairn.v1.OperatorBody
             * @instance
             */
            OperatorBody.prototype.operator = $util.newBuffer([]);

            /**
             * OperatorBody algorithm.
             * @member {cairn.v1.SignatureAlgorithm} algorithm
             * @memberof cairn.v1.OperatorBody
             * @instance
             */
            OperatorBody.prototype.algorithm = 0;

            /**
             * OperatorBody publicKey.
             * @member {Uint8Array} publicKey
             * @memberof cairn.v1.OperatorBody
             * @instance
             */
            OperatorBody.prototype.publicKey = $util.newBuffer([]);

            /**
             * OperatorBody logOrigin.
             * @member {string} logOrigin
             * @memberof cairn.v1.OperatorBody
             * @instance
             */
            OperatorBody.prototype.logOrigin = "";

            /**
             * OperatorBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.OperatorBody
             * @instance
             */
            OperatorBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Encodes the specified OperatorBody message. Does not implicitly {@link cairn.v1.OperatorBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.OperatorBody
             * @static
             * @param {cairn.v1.OperatorBody.$Properties} message OperatorBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            OperatorBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.operator != null && $Object.hasOwnProperty.call(message, "operator") && message.operator.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.operator);
                if (message.algorithm != null && $Object.hasOwnProperty.call(message, "algorithm") && message.algorithm !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.algorithm);
                if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey") && message.publicKey.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.publicKey);
                if (message.logOrigin != null && $Object.hasOwnProperty.call(message, "logOrigin") && message.logOrigin !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.logOrigin);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).int64(message.timeMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an OperatorBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.OperatorBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.OperatorBody & cairn.v1.OperatorBody.$Shape} OperatorBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            OperatorBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.OperatorBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.operator = value;
                            else
                                delete message.operator;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.algorithm = value;
                            else
                                delete message.algorithm;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.publicKey = value;
                            else
                                delete message.publicKey;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.logOrigin = value;
                            else
                                delete message.logOrigin;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return OperatorBody;
        })();

        /**
         * PartyKind enum.
         * @name cairn.v1.PartyKind
         * @enum {number}
         * @property {number} PARTY_KIND_UNSPECIFIED=0 PARTY_KIND_UNSPECIFIED value
         * @property {number} FARM=1 FARM value
         * @property {number} MANUFACTURER=2 MANUFACTURER value
         * @property {number} CARRIER=3 CARRIER value
         * @property {number} TERMINAL=4 TERMINAL value
         * @property {number} WAREHOUSE=5 WAREHOUSE value
         * @property {number} SHOP=6 SHOP value
         * @property {number} CLIENT=7 CLIENT value
         * @property {number} PROGRAMME_OFFICE=8 PROGRAMME_OFFICE value
         * @property {number} AUTHORITY=9 AUTHORITY value
         * @property {number} INSPECTION=10 INSPECTION value
         * @property {number} BROKER=11 BROKER value
         * @property {number} PLATFORM=12 PLATFORM value
         * @property {number} SELLER=13 SELLER value
         * @property {number} OTHER=14 OTHER value
         */
        v1.PartyKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "PARTY_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "FARM"] = 1;
            values[valuesById[2] = "MANUFACTURER"] = 2;
            values[valuesById[3] = "CARRIER"] = 3;
            values[valuesById[4] = "TERMINAL"] = 4;
            values[valuesById[5] = "WAREHOUSE"] = 5;
            values[valuesById[6] = "SHOP"] = 6;
            values[valuesById[7] = "CLIENT"] = 7;
            values[valuesById[8] = "PROGRAMME_OFFICE"] = 8;
            values[valuesById[9] = "AUTHORITY"] = 9;
            values[valuesById[10] = "INSPECTION"] = 10;
            values[valuesById[11] = "BROKER"] = 11;
            values[valuesById[12] = "PLATFORM"] = 12;
            values[valuesById[13] = "SELLER"] = 13;
            values[valuesById[14] = "OTHER"] = 14;
            return values;
        })();

        v1.PartyBody = (function() {

            /**
             * Properties of a PartyBody.
             * @typedef {Object} cairn.v1.PartyBody.$Properties
             * @property {Uint8Array|null} [party] PartyBody party
             * @property {number|null} [timeMs] PartyBody timeMs
             * @property {Array.<Uint8Array>|null} [claims] PartyBody claims
             * @property {cairn.v1.PartyKind|null} [kind] PartyBody kind
             * @property {boolean|null} [demo] PartyBody demo
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PartyBody.
             * @memberof cairn.v1
             * @interface IPartyBody
             * @augments cairn.v1.PartyBody.$Properties
             * @deprecated Use cairn.v1.PartyBody.$Properties instead.
             */

            /**
             * Shape of a PartyBody.
             * @typedef {cairn.v1.PartyBody.$Properties} cairn.v1.PartyBody.$Shape
             */

            /**
             * Constructs a new PartyBody.
             * @memberof cairn.v1
             * @classdesc Represents a PartyBody.
             * @constructor
             * @param {cairn.v1.PartyBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PartyBody = function (properties) {
                this.claims = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PartyBody party.
             * @member {Uint8Array} party
             * @memberof cairn.v1.PartyBody
             * @instance
             */
            PartyBody.prototype.party = $util.newBuffer([]);

            /**
             * PartyBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.PartyBody
             * @instance
             */
            PartyBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * PartyBody claims.
             * @member {Array.<Uint8Array>} claims
             * @memberof cairn.v1.PartyBody
             * @instance
             */
            PartyBody.prototype.claims = $util.emptyArray;

            /**
             * PartyBody kind.
             * @member {cairn.v1.PartyKind} kind
             * @memberof cairn.v1.PartyBody
             * @instance
             */
            PartyBody.prototype.kind = 0;

            /**
             * PartyBody demo.
             * @member {boolean} demo
             * @memberof cairn.v1.PartyBody
             * @instance
             */
            PartyBody.prototype.demo = false;

            /**
             * Encodes the specified PartyBody message. Does not implicitly {@link cairn.v1.PartyBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.PartyBody
             * @static
             * @param {cairn.v1.PartyBody.$Properties} message PartyBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PartyBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.party != null && $Object.hasOwnProperty.call(message, "party") && message.party.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.party);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).int64(message.timeMs);
                if (message.claims != null && message.claims.length)
                    for (let i = 0; i < message.claims.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.claims[i]);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.kind);
                if (message.demo != null && $Object.hasOwnProperty.call(message, "demo") && message.demo !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.demo);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PartyBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.PartyBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.PartyBody & cairn.v1.PartyBody.$Shape} PartyBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PartyBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.PartyBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.party = value;
                            else
                                delete message.party;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.claims && message.claims.length))
                                message.claims = [];
                            message.claims.push(reader.bytes());
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.demo = value;
                            else
                                delete message.demo;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PartyBody;
        })();

        /**
         * DeviceKind enum.
         * @name cairn.v1.DeviceKind
         * @enum {number}
         * @property {number} DEVICE_KIND_UNSPECIFIED=0 DEVICE_KIND_UNSPECIFIED value
         * @property {number} GATEWAY=2 GATEWAY value
         * @property {number} SYSTEM=3 SYSTEM value
         * @property {number} DESK=4 DESK value
         */
        v1.DeviceKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "DEVICE_KIND_UNSPECIFIED"] = 0;
            values[valuesById[2] = "GATEWAY"] = 2;
            values[valuesById[3] = "SYSTEM"] = 3;
            values[valuesById[4] = "DESK"] = 4;
            return values;
        })();

        v1.EnrolBody = (function() {

            /**
             * Properties of an EnrolBody.
             * @typedef {Object} cairn.v1.EnrolBody.$Properties
             * @property {Uint8Array|null} [device] EnrolBody device
             * @property {cairn.v1.SignatureAlgorithm|null} [algorithm] EnrolBody algorithm
             * @property {Uint8Array|null} [publicKey] EnrolBody publicKey
             * @property {Uint8Array|null} [boot] EnrolBody boot
             * @property {Uint8Array|null} [party] EnrolBody party
             * @property {number|null} [timeMs] EnrolBody timeMs
             * @property {number|null} [objectsMax] EnrolBody objectsMax
             * @property {number|null} [claimsMax] EnrolBody claimsMax
             * @property {Array.<Uint8Array>|null} [claims] EnrolBody claims
             * @property {number|null} [expiresMs] EnrolBody expiresMs
             * @property {cairn.v1.DeviceKind|null} [kind] EnrolBody kind
             * @property {Uint8Array|null} [object] EnrolBody object
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an EnrolBody.
             * @memberof cairn.v1
             * @interface IEnrolBody
             * @augments cairn.v1.EnrolBody.$Properties
             * @deprecated Use cairn.v1.EnrolBody.$Properties instead.
             */

            /**
             * Shape of an EnrolBody.
             * @typedef {cairn.v1.EnrolBody.$Properties} cairn.v1.EnrolBody.$Shape
             */

            /**
             * Constructs a new EnrolBody.
             * @memberof cairn.v1
             * @classdesc Represents an EnrolBody.
             * @constructor
             * @param {cairn.v1.EnrolBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const EnrolBody = function (properties) {
                this.claims = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * EnrolBody device.
             * @member {Uint8Array} device
             * @memberof cairn.v1.EnrolBody
             * @instance
             */
            EnrolBody.prototype.device = $util.newBuffer([]);

            /**
             * EnrolBody algorithm.
             * @member {cairn.v1.SignatureAlgorithm} algorithm
             * @memberof cairn.v1.EnrolBody
             * @instance
             */
            EnrolBody.prototype.algorithm = 0;

            /**
             * EnrolBody publicKey.
             * @member {Uint8Array} publicKey
             * @memberof cairn.v1.EnrolBody
             * @instance
             */
            EnrolBody.prototype.publicKey = $util.newBuffer([]);

            /**
             * EnrolBody boot.
             * @member {Uint8Array} boot
             * @memberof cairn.v1.EnrolBody
             * @instance
             */
            EnrolBody.prototype.boot = $util.newBuffer([]);

            /**
             * EnrolBody party.
             * @member {Uint8Array} party
             * @memberof cairn.v1.EnrolBody
             * @instance
             */
            EnrolBody.prototype.party = $util.newBuffer([]);

            /**
             * EnrolBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.EnrolBody
             * @instance
             */
            EnrolBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * EnrolBody objectsMax.
             * @member {number} objectsMax
             * @memberof cairn.v1.EnrolBody
             * @instance
             */
            EnrolBody.prototype.objectsMax = 0;

            /**
             * EnrolBody claimsMax.
             * @member {number} claimsMax
             * @memberof cairn.v1.EnrolBody
             * @instance
             */
            EnrolBody.prototype.claimsMax = 0;

            /**
             * EnrolBody claims.
             * @member {Array.<Uint8Array>} claims
             * @memberof cairn.v1.EnrolBody
             * @instance
             */
            EnrolBody.prototype.claims = $util.emptyArray;

            /**
             * EnrolBody expiresMs.
             * @member {number} expiresMs
             * @memberof cairn.v1.EnrolBody
             * @instance
             */
            EnrolBody.prototype.expiresMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * EnrolBody kind.
             * @member {cairn.v1.DeviceKind} kind
             * @memberof cairn.v1.EnrolBody
             * @instance
             */
            EnrolBody.prototype.kind = 0;

            /**
             * EnrolBody object.
             * @member {Uint8Array} object
             * @memberof cairn.v1.EnrolBody
             * @instance
             */
            EnrolBody.prototype.object = $util.newBuffer([]);

            /**
             * Encodes the specified EnrolBody message. Does not implicitly {@link cairn.v1.EnrolBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.EnrolBody
             * @static
             * @param {cairn.v1.EnrolBody.$Properties} message EnrolBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            EnrolBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.device);
                if (message.algorithm != null && $Object.hasOwnProperty.call(message, "algorithm") && message.algorithm !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.algorithm);
                if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey") && message.publicKey.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.publicKey);
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.boot);
                if (message.party != null && $Object.hasOwnProperty.call(message, "party") && message.party.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.party);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).int64(message.timeMs);
                if (message.objectsMax != null && $Object.hasOwnProperty.call(message, "objectsMax") && message.objectsMax !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.objectsMax);
                if (message.claimsMax != null && $Object.hasOwnProperty.call(message, "claimsMax") && message.claimsMax !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.claimsMax);
                if (message.claims != null && message.claims.length)
                    for (let i = 0; i < message.claims.length; ++i)
                        writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.claims[i]);
                if (message.expiresMs != null && $Object.hasOwnProperty.call(message, "expiresMs") && (typeof message.expiresMs === "object" ? message.expiresMs.low || message.expiresMs.high : message.expiresMs !== 0))
                    writer.uint32(/* id 10, wireType 0 =*/80).int64(message.expiresMs);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(/* id 11, wireType 0 =*/88).int32(message.kind);
                if (message.object != null && $Object.hasOwnProperty.call(message, "object") && message.object.length)
                    writer.uint32(/* id 12, wireType 2 =*/98).bytes(message.object);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an EnrolBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.EnrolBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.EnrolBody & cairn.v1.EnrolBody.$Shape} EnrolBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            EnrolBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.EnrolBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.algorithm = value;
                            else
                                delete message.algorithm;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.publicKey = value;
                            else
                                delete message.publicKey;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.boot = value;
                            else
                                delete message.boot;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.party = value;
                            else
                                delete message.party;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.objectsMax = value;
                            else
                                delete message.objectsMax;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.claimsMax = value;
                            else
                                delete message.claimsMax;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.claims && message.claims.length))
                                message.claims = [];
                            message.claims.push(reader.bytes());
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.expiresMs = value;
                            else
                                delete message.expiresMs;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.object = value;
                            else
                                delete message.object;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return EnrolBody;
        })();

        v1.LastStatement = (function() {

            /**
             * Properties of a LastStatement.
             * @typedef {Object} cairn.v1.LastStatement.$Properties
             * @property {Uint8Array|null} [boot] LastStatement boot
             * @property {number|null} [counter] LastStatement counter
             * @property {Uint8Array|null} [statementHash] LastStatement statementHash
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a LastStatement.
             * @memberof cairn.v1
             * @interface ILastStatement
             * @augments cairn.v1.LastStatement.$Properties
             * @deprecated Use cairn.v1.LastStatement.$Properties instead.
             */

            /**
             * Shape of a LastStatement.
             * @typedef {cairn.v1.LastStatement.$Properties} cairn.v1.LastStatement.$Shape
             */

            /**
             * Constructs a new LastStatement.
             * @memberof cairn.v1
             * @classdesc Represents a LastStatement.
             * @constructor
             * @param {cairn.v1.LastStatement.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const LastStatement = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * LastStatement boot.
             * @member {Uint8Array} boot
             * @memberof cairn.v1.LastStatement
             * @instance
             */
            LastStatement.prototype.boot = $util.newBuffer([]);

            /**
             * LastStatement counter.
             * @member {number} counter
             * @memberof cairn.v1.LastStatement
             * @instance
             */
            LastStatement.prototype.counter = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * LastStatement statementHash.
             * @member {Uint8Array} statementHash
             * @memberof cairn.v1.LastStatement
             * @instance
             */
            LastStatement.prototype.statementHash = $util.newBuffer([]);

            /**
             * Encodes the specified LastStatement message. Does not implicitly {@link cairn.v1.LastStatement.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.LastStatement
             * @static
             * @param {cairn.v1.LastStatement.$Properties} message LastStatement message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            LastStatement.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.boot);
                if (message.counter != null && $Object.hasOwnProperty.call(message, "counter") && (typeof message.counter === "object" ? message.counter.low || message.counter.high : message.counter !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.counter);
                if (message.statementHash != null && $Object.hasOwnProperty.call(message, "statementHash") && message.statementHash.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.statementHash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a LastStatement message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.LastStatement
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.LastStatement & cairn.v1.LastStatement.$Shape} LastStatement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            LastStatement.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.LastStatement();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.boot = value;
                            else
                                delete message.boot;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.counter = value;
                            else
                                delete message.counter;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.statementHash = value;
                            else
                                delete message.statementHash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LastStatement;
        })();

        v1.BootBody = (function() {

            /**
             * Properties of a BootBody.
             * @typedef {Object} cairn.v1.BootBody.$Properties
             * @property {Uint8Array|null} [device] BootBody device
             * @property {Uint8Array|null} [boot] BootBody boot
             * @property {cairn.v1.LastStatement.$Properties|null} [last] BootBody last
             * @property {cairn.v1.SignatureAlgorithm|null} [algorithm] BootBody algorithm
             * @property {Uint8Array|null} [publicKey] BootBody publicKey
             * @property {number|null} [timeMs] BootBody timeMs
             * @property {number|null} [expiresMs] BootBody expiresMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a BootBody.
             * @memberof cairn.v1
             * @interface IBootBody
             * @augments cairn.v1.BootBody.$Properties
             * @deprecated Use cairn.v1.BootBody.$Properties instead.
             */

            /**
             * Shape of a BootBody.
             * @typedef {cairn.v1.BootBody.$Properties} cairn.v1.BootBody.$Shape
             */

            /**
             * Constructs a new BootBody.
             * @memberof cairn.v1
             * @classdesc Represents a BootBody.
             * @constructor
             * @param {cairn.v1.BootBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const BootBody = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * BootBody device.
             * @member {Uint8Array} device
             * @memberof cairn.v1.BootBody
             * @instance
             */
            BootBody.prototype.device = $util.newBuffer([]);

            /**
             * BootBody boot.
             * @member {Uint8Array} boot
             * @memberof cairn.v1.BootBody
             * @instance
             */
            BootBody.prototype.boot = $util.newBuffer([]);

            /**
             * BootBody last.
             * @member {cairn.v1.LastStatement.$Properties|null|undefined} last
             * @memberof cairn.v1.BootBody
             * @instance
             */
            BootBody.prototype.last = null;

            /**
             * BootBody algorithm.
             * @member {cairn.v1.SignatureAlgorithm} algorithm
             * @memberof cairn.v1.BootBody
             * @instance
             */
            BootBody.prototype.algorithm = 0;

            /**
             * BootBody publicKey.
             * @member {Uint8Array} publicKey
             * @memberof cairn.v1.BootBody
             * @instance
             */
            BootBody.prototype.publicKey = $util.newBuffer([]);

            /**
             * BootBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.BootBody
             * @instance
             */
            BootBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * BootBody expiresMs.
             * @member {number} expiresMs
             * @memberof cairn.v1.BootBody
             * @instance
             */
            BootBody.prototype.expiresMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Encodes the specified BootBody message. Does not implicitly {@link cairn.v1.BootBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.BootBody
             * @static
             * @param {cairn.v1.BootBody.$Properties} message BootBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            BootBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.device);
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.boot);
                if (message.last != null && $Object.hasOwnProperty.call(message, "last"))
                    $root.cairn.v1.LastStatement.encode(message.last, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.algorithm != null && $Object.hasOwnProperty.call(message, "algorithm") && message.algorithm !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.algorithm);
                if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey") && message.publicKey.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.publicKey);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).int64(message.timeMs);
                if (message.expiresMs != null && $Object.hasOwnProperty.call(message, "expiresMs") && (typeof message.expiresMs === "object" ? message.expiresMs.low || message.expiresMs.high : message.expiresMs !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).int64(message.expiresMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a BootBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.BootBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.BootBody & cairn.v1.BootBody.$Shape} BootBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            BootBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.BootBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.boot = value;
                            else
                                delete message.boot;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.last = $root.cairn.v1.LastStatement.decode(reader, reader.size(), $undefined, _depth + 1, message.last);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.algorithm = value;
                            else
                                delete message.algorithm;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.publicKey = value;
                            else
                                delete message.publicKey;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.expiresMs = value;
                            else
                                delete message.expiresMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return BootBody;
        })();

        v1.RotateBody = (function() {

            /**
             * Properties of a RotateBody.
             * @typedef {Object} cairn.v1.RotateBody.$Properties
             * @property {Uint8Array|null} [rotation] RotateBody rotation
             * @property {Uint8Array|null} [newSignature] RotateBody newSignature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RotateBody.
             * @memberof cairn.v1
             * @interface IRotateBody
             * @augments cairn.v1.RotateBody.$Properties
             * @deprecated Use cairn.v1.RotateBody.$Properties instead.
             */

            /**
             * Shape of a RotateBody.
             * @typedef {cairn.v1.RotateBody.$Properties} cairn.v1.RotateBody.$Shape
             */

            /**
             * Constructs a new RotateBody.
             * @memberof cairn.v1
             * @classdesc Represents a RotateBody.
             * @constructor
             * @param {cairn.v1.RotateBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RotateBody = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RotateBody rotation.
             * @member {Uint8Array} rotation
             * @memberof cairn.v1.RotateBody
             * @instance
             */
            RotateBody.prototype.rotation = $util.newBuffer([]);

            /**
             * RotateBody newSignature.
             * @member {Uint8Array} newSignature
             * @memberof cairn.v1.RotateBody
             * @instance
             */
            RotateBody.prototype.newSignature = $util.newBuffer([]);

            /**
             * Encodes the specified RotateBody message. Does not implicitly {@link cairn.v1.RotateBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.RotateBody
             * @static
             * @param {cairn.v1.RotateBody.$Properties} message RotateBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RotateBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rotation != null && $Object.hasOwnProperty.call(message, "rotation") && message.rotation.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.rotation);
                if (message.newSignature != null && $Object.hasOwnProperty.call(message, "newSignature") && message.newSignature.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.newSignature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RotateBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.RotateBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.RotateBody & cairn.v1.RotateBody.$Shape} RotateBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RotateBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.RotateBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.rotation = value;
                            else
                                delete message.rotation;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.newSignature = value;
                            else
                                delete message.newSignature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RotateBody;
        })();

        v1.RotationTerms = (function() {

            /**
             * Properties of a RotationTerms.
             * @typedef {Object} cairn.v1.RotationTerms.$Properties
             * @property {Uint8Array|null} [subject] RotationTerms subject
             * @property {cairn.v1.SignatureAlgorithm|null} [algorithm] RotationTerms algorithm
             * @property {Uint8Array|null} [publicKey] RotationTerms publicKey
             * @property {cairn.v1.LastStatement.$Properties|null} [last] RotationTerms last
             * @property {number|null} [timeMs] RotationTerms timeMs
             * @property {number|null} [expiresMs] RotationTerms expiresMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RotationTerms.
             * @memberof cairn.v1
             * @interface IRotationTerms
             * @augments cairn.v1.RotationTerms.$Properties
             * @deprecated Use cairn.v1.RotationTerms.$Properties instead.
             */

            /**
             * Shape of a RotationTerms.
             * @typedef {cairn.v1.RotationTerms.$Properties} cairn.v1.RotationTerms.$Shape
             */

            /**
             * Constructs a new RotationTerms.
             * @memberof cairn.v1
             * @classdesc Represents a RotationTerms.
             * @constructor
             * @param {cairn.v1.RotationTerms.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RotationTerms = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RotationTerms subject.
             * @member {Uint8Array} subject
             * @memberof cairn.v1.RotationTerms
             * @instance
             */
            RotationTerms.prototype.subject = $util.newBuffer([]);

            /**
             * RotationTerms algorithm.
             * @member {cairn.v1.SignatureAlgorithm} algorithm
             * @memberof cairn.v1.RotationTerms
             * @instance
             */
            RotationTerms.prototype.algorithm = 0;

            /**
             * RotationTerms publicKey.
             * @member {Uint8Array} publicKey
             * @memberof cairn.v1.RotationTerms
             * @instance
             */
            RotationTerms.prototype.publicKey = $util.newBuffer([]);

            /**
             * RotationTerms last.
             * @member {cairn.v1.LastStatement.$Properties|null|undefined} last
             * @memberof cairn.v1.RotationTerms
             * @instance
             */
            RotationTerms.prototype.last = null;

            /**
             * RotationTerms timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.RotationTerms
             * @instance
             */
            RotationTerms.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * RotationTerms expiresMs.
             * @member {number} expiresMs
             * @memberof cairn.v1.RotationTerms
             * @instance
             */
            RotationTerms.prototype.expiresMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Encodes the specified RotationTerms message. Does not implicitly {@link cairn.v1.RotationTerms.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.RotationTerms
             * @static
             * @param {cairn.v1.RotationTerms.$Properties} message RotationTerms message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RotationTerms.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.subject != null && $Object.hasOwnProperty.call(message, "subject") && message.subject.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.subject);
                if (message.algorithm != null && $Object.hasOwnProperty.call(message, "algorithm") && message.algorithm !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.algorithm);
                if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey") && message.publicKey.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.publicKey);
                if (message.last != null && $Object.hasOwnProperty.call(message, "last"))
                    $root.cairn.v1.LastStatement.encode(message.last, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).int64(message.timeMs);
                if (message.expiresMs != null && $Object.hasOwnProperty.call(message, "expiresMs") && (typeof message.expiresMs === "object" ? message.expiresMs.low || message.expiresMs.high : message.expiresMs !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).int64(message.expiresMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RotationTerms message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.RotationTerms
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.RotationTerms & cairn.v1.RotationTerms.$Shape} RotationTerms
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RotationTerms.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.RotationTerms();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.subject = value;
                            else
                                delete message.subject;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.algorithm = value;
                            else
                                delete message.algorithm;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.publicKey = value;
                            else
                                delete message.publicKey;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.last = $root.cairn.v1.LastStatement.decode(reader, reader.size(), $undefined, _depth + 1, message.last);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.expiresMs = value;
                            else
                                delete message.expiresMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RotationTerms;
        })();

        v1.RetireBody = (function() {

            /**
             * Properties of a RetireBody.
             * @typedef {Object} cairn.v1.RetireBody.$Properties
             * @property {Uint8Array|null} [subject] RetireBody subject
             * @property {Uint8Array|null} [keyId] RetireBody keyId
             * @property {cairn.v1.LastStatement.$Properties|null} [last] RetireBody last
             * @property {number|null} [timeMs] RetireBody timeMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RetireBody.
             * @memberof cairn.v1
             * @interface IRetireBody
             * @augments cairn.v1.RetireBody.$Properties
             * @deprecated Use cairn.v1.RetireBody.$Properties instead.
             */

            /**
             * Shape of a RetireBody.
             * @typedef {cairn.v1.RetireBody.$Properties} cairn.v1.RetireBody.$Shape
             */

            /**
             * Constructs a new RetireBody.
             * @memberof cairn.v1
             * @classdesc Represents a RetireBody.
             * @constructor
             * @param {cairn.v1.RetireBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RetireBody = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RetireBody subject.
             * @member {Uint8Array} subject
             * @memberof cairn.v1.RetireBody
             * @instance
             */
            RetireBody.prototype.subject = $util.newBuffer([]);

            /**
             * RetireBody keyId.
             * @member {Uint8Array} keyId
             * @memberof cairn.v1.RetireBody
             * @instance
             */
            RetireBody.prototype.keyId = $util.newBuffer([]);

            /**
             * RetireBody last.
             * @member {cairn.v1.LastStatement.$Properties|null|undefined} last
             * @memberof cairn.v1.RetireBody
             * @instance
             */
            RetireBody.prototype.last = null;

            /**
             * RetireBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.RetireBody
             * @instance
             */
            RetireBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Encodes the specified RetireBody message. Does not implicitly {@link cairn.v1.RetireBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.RetireBody
             * @static
             * @param {cairn.v1.RetireBody.$Properties} message RetireBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RetireBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.subject != null && $Object.hasOwnProperty.call(message, "subject") && message.subject.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.subject);
                if (message.keyId != null && $Object.hasOwnProperty.call(message, "keyId") && message.keyId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.keyId);
                if (message.last != null && $Object.hasOwnProperty.call(message, "last"))
                    $root.cairn.v1.LastStatement.encode(message.last, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).int64(message.timeMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RetireBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.RetireBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.RetireBody & cairn.v1.RetireBody.$Shape} RetireBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RetireBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.RetireBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.subject = value;
                            else
                                delete message.subject;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.keyId = value;
                            else
                                delete message.keyId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.last = $root.cairn.v1.LastStatement.decode(reader, reader.size(), $undefined, _depth + 1, message.last);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RetireBody;
        })();

        v1.CompromisedBody = (function() {

            /**
             * Properties of a CompromisedBody.
             * @typedef {Object} cairn.v1.CompromisedBody.$Properties
             * @property {Uint8Array|null} [subject] CompromisedBody subject
             * @property {Uint8Array|null} [keyId] CompromisedBody keyId
             * @property {number|null} [sinceMs] CompromisedBody sinceMs
             * @property {number|null} [timeMs] CompromisedBody timeMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CompromisedBody.
             * @memberof cairn.v1
             * @interface ICompromisedBody
             * @augments cairn.v1.CompromisedBody.$Properties
             * @deprecated Use cairn.v1.CompromisedBody.$Properties instead.
             */

            /**
             * Shape of a CompromisedBody.
             * @typedef {cairn.v1.CompromisedBody.$Properties} cairn.v1.CompromisedBody.$Shape
             */

            /**
             * Constructs a new CompromisedBody.
             * @memberof cairn.v1
             * @classdesc Represents a CompromisedBody.
             * @constructor
             * @param {cairn.v1.CompromisedBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CompromisedBody = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CompromisedBody subject.
             * @member {Uint8Array} subject
             * @memberof cairn.v1.CompromisedBody
             * @instance
             */
            CompromisedBody.prototype.subject = $util.newBuffer([]);

            /**
             * CompromisedBody keyId.
             * @member {Uint8Array} keyId
             * @memberof cairn.v1.CompromisedBody
             * @instance
             */
            CompromisedBody.prototype.keyId = $util.newBuffer([]);

            /**
             * CompromisedBody sinceMs.
             * @member {number} sinceMs
             * @memberof cairn.v1.CompromisedBody
             * @instance
             */
            CompromisedBody.prototype.sinceMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * CompromisedBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.CompromisedBody
             * @instance
             */
            CompromisedBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Encodes the specified CompromisedBody message. Does not implicitly {@link cairn.v1.CompromisedBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.CompromisedBody
             * @static
             * @param {cairn.v1.CompromisedBody.$Properties} message CompromisedBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CompromisedBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.subject != null && $Object.hasOwnProperty.call(message, "subject") && message.subject.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.subject);
                if (message.keyId != null && $Object.hasOwnProperty.call(message, "keyId") && message.keyId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.keyId);
                if (message.sinceMs != null && $Object.hasOwnProperty.call(message, "sinceMs") && (typeof message.sinceMs === "object" ? message.sinceMs.low || message.sinceMs.high : message.sinceMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).int64(message.sinceMs);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).int64(message.timeMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CompromisedBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.CompromisedBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.CompromisedBody & cairn.v1.CompromisedBody.$Shape} CompromisedBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CompromisedBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.CompromisedBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.subject = value;
                            else
                                delete message.subject;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.keyId = value;
                            else
                                delete message.keyId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.sinceMs = value;
                            else
                                delete message.sinceMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CompromisedBody;
        })();

        v1.ReceiptKeyBody = (function() {

            /**
             * Properties of a ReceiptKeyBody.
             * @typedef {Object} cairn.v1.ReceiptKeyBody.$Properties
             * @property {Uint8Array|null} [operator] ReceiptKeyBody operator
             * @property {cairn.v1.SignatureAlgorithm|null} [algorithm] ReceiptKeyBody algorithm
             * @property {Uint8Array|null} [publicKey] ReceiptKeyBody publicKey
             * @property {number|null} [timeMs] ReceiptKeyBody timeMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ReceiptKeyBody.
             * @memberof cairn.v1
             * @interface IReceiptKeyBody
             * @augments cairn.v1.ReceiptKeyBody.$Properties
             * @deprecated Use cairn.v1.ReceiptKeyBody.$Properties instead.
             */

            /**
             * Shape of a ReceiptKeyBody.
             * @typedef {cairn.v1.ReceiptKeyBody.$Properties} cairn.v1.ReceiptKeyBody.$Shape
             */

            /**
             * Constructs a new ReceiptKeyBody.
             * @memberof cairn.v1
             * @classdesc Represents a ReceiptKeyBody.
             * @constructor
             * @param {cairn.v1.ReceiptKeyBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ReceiptKeyBody = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ReceiptKeyBody operator.
             * @member {Uint8Array} operator
             * @memberof cairn.v1.ReceiptKeyBody
             * @instance
             */
            ReceiptKeyBody.prototype.operator = $util.newBuffer([]);

            /**
             * ReceiptKeyBody algorithm.
             * @member {cairn.v1.SignatureAlgorithm} algorithm
             * @memberof cairn.v1.ReceiptKeyBody
             * @instance
             */
            ReceiptKeyBody.prototype.algorithm = 0;

            /**
             * ReceiptKeyBody publicKey.
             * @member {Uint8Array} publicKey
             * @memberof cairn.v1.ReceiptKeyBody
             * @instance
             */
            ReceiptKeyBody.prototype.publicKey = $util.newBuffer([]);

            /**
             * ReceiptKeyBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.ReceiptKeyBody
             * @instance
             */
            ReceiptKeyBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Encodes the specified ReceiptKeyBody message. Does not implicitly {@link cairn.v1.ReceiptKeyBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.ReceiptKeyBody
             * @static
             * @param {cairn.v1.ReceiptKeyBody.$Properties} message ReceiptKeyBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ReceiptKeyBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.operator != null && $Object.hasOwnProperty.call(message, "operator") && message.operator.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.operator);
                if (message.algorithm != null && $Object.hasOwnProperty.call(message, "algorithm") && message.algorithm !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.algorithm);
                if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey") && message.publicKey.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.publicKey);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).int64(message.timeMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ReceiptKeyBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.ReceiptKeyBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.ReceiptKeyBody & cairn.v1.ReceiptKeyBody.$Shape} ReceiptKeyBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ReceiptKeyBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.ReceiptKeyBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.operator = value;
                            else
                                delete message.operator;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.algorithm = value;
                            else
                                delete message.algorithm;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.publicKey = value;
                            else
                                delete message.publicKey;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ReceiptKeyBody;
        })();

        v1.SignedStatement = (function() {

            /**
             * Properties of a SignedStatement.
             * @typedef {Object} cairn.v1.SignedStatement.$Properties
             * @property {Uint8Array|null} [device] SignedStatement device
             * @property {Uint8Array|null} [keyId] SignedStatement keyId
             * @property {Uint8Array|null} [boot] SignedStatement boot
             * @property {number|null} [counter] SignedStatement counter
             * @property {Uint8Array|null} [previous] SignedStatement previous
             * @property {Uint8Array|null} [headerHash] SignedStatement headerHash
             * @property {Uint8Array|null} [signature] SignedStatement signature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SignedStatement.
             * @memberof cairn.v1
             * @interface ISignedStatement
             * @augments cairn.v1.SignedStatement.$Properties
             * @deprecated Use cairn.v1.SignedStatement.$Properties instead.
             */

            /**
             * Shape of a SignedStatement.
             * @typedef {cairn.v1.SignedStatement.$Properties} cairn.v1.SignedStatement.$Shape
             */

            /**
             * Constructs a new SignedStatement.
             * @memberof cairn.v1
             * @classdesc Represents a SignedStatement.
             * @constructor
             * @param {cairn.v1.SignedStatement.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SignedStatement = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SignedStatement device.
             * @member {Uint8Array} device
             * @memberof cairn.v1.SignedStatement
             * @instance
             */
            SignedStatement.prototype.device = $util.newBuffer([]);

            /**
             * SignedStatement keyId.
             * @member {Uint8Array} keyId
             * @memberof cairn.v1.SignedStatement
             * @instance
             */
            SignedStatement.prototype.keyId = $util.newBuffer([]);

            /**
             * SignedStatement boot.
             * @member {Uint8Array} boot
             * @memberof cairn.v1.SignedStatement
             * @instance
             */
            SignedStatement.prototype.boot = $util.newBuffer([]);

            /**
             * SignedStatement counter.
             * @member {number} counter
             * @memberof cairn.v1.SignedStatement
             * @instance
             */
            SignedStatement.prototype.counter = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * SignedStatement previous.
             * @member {Uint8Array} previous
             * @memberof cairn.v1.SignedStatement
             * @instance
             */
            SignedStatement.prototype.previous = $util.newBuffer([]);

            /**
             * SignedStatement headerHash.
             * @member {Uint8Array} headerHash
             * @memberof cairn.v1.SignedStatement
             * @instance
             */
            SignedStatement.prototype.headerHash = $util.newBuffer([]);

            /**
             * SignedStatement signature.
             * @member {Uint8Array} signature
             * @memberof cairn.v1.SignedStatement
             * @instance
             */
            SignedStatement.prototype.signature = $util.newBuffer([]);

            /**
             * Encodes the specified SignedStatement message. Does not implicitly {@link cairn.v1.SignedStatement.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.SignedStatement
             * @static
             * @param {cairn.v1.SignedStatement.$Properties} message SignedStatement message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SignedStatement.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.device);
                if (message.keyId != null && $Object.hasOwnProperty.call(message, "keyId") && message.keyId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.keyId);
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.boot);
                if (message.counter != null && $Object.hasOwnProperty.call(message, "counter") && (typeof message.counter === "object" ? message.counter.low || message.counter.high : message.counter !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.counter);
                if (message.previous != null && $Object.hasOwnProperty.call(message, "previous") && message.previous.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.previous);
                if (message.headerHash != null && $Object.hasOwnProperty.call(message, "headerHash") && message.headerHash.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.headerHash);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.signature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SignedStatement message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.SignedStatement
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.SignedStatement & cairn.v1.SignedStatement.$Shape} SignedStatement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SignedStatement.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.SignedStatement();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.keyId = value;
                            else
                                delete message.keyId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.boot = value;
                            else
                                delete message.boot;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.counter = value;
                            else
                                delete message.counter;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.previous = value;
                            else
                                delete message.previous;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.headerHash = value;
                            else
                                delete message.headerHash;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SignedStatement;
        })();

        v1.EquivocationBody = (function() {

            /**
             * Properties of an EquivocationBody.
             * @typedef {Object} cairn.v1.EquivocationBody.$Properties
             * @property {cairn.v1.SignedStatement.$Properties|null} [first] EquivocationBody first
             * @property {cairn.v1.SignedStatement.$Properties|null} [second] EquivocationBody second
             * @property {number|null} [timeMs] EquivocationBody timeMs
             * @property {string|null} [reason] EquivocationBody reason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an EquivocationBody.
             * @memberof cairn.v1
             * @interface IEquivocationBody
             * @augments cairn.v1.EquivocationBody.$Properties
             * @deprecated Use cairn.v1.EquivocationBody.$Properties instead.
             */

            /**
             * Shape of an EquivocationBody.
             * @typedef {cairn.v1.EquivocationBody.$Properties} cairn.v1.EquivocationBody.$Shape
             */

            /**
             * Constructs a new EquivocationBody.
             * @memberof cairn.v1
             * @classdesc Represents an EquivocationBody.
             * @constructor
             * @param {cairn.v1.EquivocationBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const EquivocationBody = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * EquivocationBody first.
             * @member {cairn.v1.SignedStatement.$Properties|null|undefined} first
             * @memberof cairn.v1.EquivocationBody
             * @instance
             */
            EquivocationBody.prototype.first = null;

            /**
             * EquivocationBody second.
             * @member {cairn.v1.SignedStatement.$Properties|null|undefined} second
             * @memberof cairn.v1.EquivocationBody
             * @instance
             */
            EquivocationBody.prototype.second = null;

            /**
             * EquivocationBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.EquivocationBody
             * @instance
             */
            EquivocationBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * EquivocationBody reason.
             * @member {string} reason
             * @memberof cairn.v1.EquivocationBody
             * @instance
             */
            EquivocationBody.prototype.reason = "";

            /**
             * Encodes the specified EquivocationBody message. Does not implicitly {@link cairn.v1.EquivocationBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.EquivocationBody
             * @static
             * @param {cairn.v1.EquivocationBody.$Properties} message EquivocationBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            EquivocationBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.first != null && $Object.hasOwnProperty.call(message, "first"))
                    $root.cairn.v1.SignedStatement.encode(message.first, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.second != null && $Object.hasOwnProperty.call(message, "second"))
                    $root.cairn.v1.SignedStatement.encode(message.second, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).int64(message.timeMs);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an EquivocationBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.EquivocationBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.EquivocationBody & cairn.v1.EquivocationBody.$Shape} EquivocationBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            EquivocationBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.EquivocationBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.first = $root.cairn.v1.SignedStatement.decode(reader, reader.size(), $undefined, _depth + 1, message.first);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.second = $root.cairn.v1.SignedStatement.decode(reader, reader.size(), $undefined, _depth + 1, message.second);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return EquivocationBody;
        })();

        v1.CounterRange = (function() {

            /**
             * Properties of a CounterRange.
             * @typedef {Object} cairn.v1.CounterRange.$Properties
             * @property {number|null} [first] CounterRange first
             * @property {number|null} [last] CounterRange last
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CounterRange.
             * @memberof cairn.v1
             * @interface ICounterRange
             * @augments cairn.v1.CounterRange.$Properties
             * @deprecated Use cairn.v1.CounterRange.$Properties instead.
             */

            /**
             * Shape of a CounterRange.
             * @typedef {cairn.v1.CounterRange.$Properties} cairn.v1.CounterRange.$Shape
             */

            /**
             * Constructs a new CounterRange.
             * @memberof cairn.v1
             * @classdesc Represents a CounterRange.
             * @constructor
             * @param {cairn.v1.CounterRange.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CounterRange = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CounterRange first.
             * @member {number} first
             * @memberof cairn.v1.CounterRange
             * @instance
             */
            CounterRange.prototype.first = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * CounterRange last.
             * @member {number} last
             * @memberof cairn.v1.CounterRange
             * @instance
             */
            CounterRange.prototype.last = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified CounterRange message. Does not implicitly {@link cairn.v1.CounterRange.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.CounterRange
             * @static
             * @param {cairn.v1.CounterRange.$Properties} message CounterRange message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CounterRange.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.first != null && $Object.hasOwnProperty.call(message, "first") && (typeof message.first === "object" ? message.first.low || message.first.high : message.first !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.first);
                if (message.last != null && $Object.hasOwnProperty.call(message, "last") && (typeof message.last === "object" ? message.last.low || message.last.high : message.last !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.last);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CounterRange message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.CounterRange
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.CounterRange & cairn.v1.CounterRange.$Shape} CounterRange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CounterRange.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.CounterRange();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.first = value;
                            else
                                delete message.first;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.last = value;
                            else
                                delete message.last;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CounterRange;
        })();

        v1.RefusedBody = (function() {

            /**
             * Properties of a RefusedBody.
             * @typedef {Object} cairn.v1.RefusedBody.$Properties
             * @property {cairn.v1.SignedStatement.$Properties|null} [statement] RefusedBody statement
             * @property {string|null} [reason] RefusedBody reason
             * @property {number|null} [timeMs] RefusedBody timeMs
             * @property {cairn.v1.SignedStatement.$Properties|null} [last] RefusedBody last
             * @property {Array.<cairn.v1.CounterRange.$Properties>|null} [ranges] RefusedBody ranges
             * @property {Uint8Array|null} [root] RefusedBody root
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RefusedBody.
             * @memberof cairn.v1
             * @interface IRefusedBody
             * @augments cairn.v1.RefusedBody.$Properties
             * @deprecated Use cairn.v1.RefusedBody.$Properties instead.
             */

            /**
             * Shape of a RefusedBody.
             * @typedef {cairn.v1.RefusedBody.$Properties} cairn.v1.RefusedBody.$Shape
             */

            /**
             * Constructs a new RefusedBody.
             * @memberof cairn.v1
             * @classdesc Represents a RefusedBody.
             * @constructor
             * @param {cairn.v1.RefusedBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RefusedBody = function (properties) {
                this.ranges = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RefusedBody statement.
             * @member {cairn.v1.SignedStatement.$Properties|null|undefined} statement
             * @memberof cairn.v1.RefusedBody
             * @instance
             */
            RefusedBody.prototype.statement = null;

            /**
             * RefusedBody reason.
             * @member {string} reason
             * @memberof cairn.v1.RefusedBody
             * @instance
             */
            RefusedBody.prototype.reason = "";

            /**
             * RefusedBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.RefusedBody
             * @instance
             */
            RefusedBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * RefusedBody last.
             * @member {cairn.v1.SignedStatement.$Properties|null|undefined} last
             * @memberof cairn.v1.RefusedBody
             * @instance
             */
            RefusedBody.prototype.last = null;

            /**
             * RefusedBody ranges.
             * @member {Array.<cairn.v1.CounterRange.$Properties>} ranges
             * @memberof cairn.v1.RefusedBody
             * @instance
             */
            RefusedBody.prototype.ranges = $util.emptyArray;

            /**
             * RefusedBody root.
             * @member {Uint8Array} root
             * @memberof cairn.v1.RefusedBody
             * @instance
             */
            RefusedBody.prototype.root = $util.newBuffer([]);

            /**
             * Encodes the specified RefusedBody message. Does not implicitly {@link cairn.v1.RefusedBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.RefusedBody
             * @static
             * @param {cairn.v1.RefusedBody.$Properties} message RefusedBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RefusedBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.statement != null && $Object.hasOwnProperty.call(message, "statement"))
                    $root.cairn.v1.SignedStatement.encode(message.statement, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.reason);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).int64(message.timeMs);
                if (message.last != null && $Object.hasOwnProperty.call(message, "last"))
                    $root.cairn.v1.SignedStatement.encode(message.last, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.ranges != null && message.ranges.length)
                    for (let i = 0; i < message.ranges.length; ++i)
                        $root.cairn.v1.CounterRange.encode(message.ranges[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.root != null && $Object.hasOwnProperty.call(message, "root") && message.root.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.root);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RefusedBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.RefusedBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.RefusedBody & cairn.v1.RefusedBody.$Shape} RefusedBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RefusedBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.RefusedBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.statement = $root.cairn.v1.SignedStatement.decode(reader, reader.size(), $undefined, _depth + 1, message.statement);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.last = $root.cairn.v1.SignedStatement.decode(reader, reader.size(), $undefined, _depth + 1, message.last);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ranges && message.ranges.length))
                                message.ranges = [];
                            message.ranges.push($root.cairn.v1.CounterRange.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.root = value;
                            else
                                delete message.root;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RefusedBody;
        })();

        /**
         * RecallStatus enum.
         * @name cairn.v1.RecallStatus
         * @enum {number}
         * @property {number} RECALL_STATUS_UNSPECIFIED=0 RECALL_STATUS_UNSPECIFIED value
         * @property {number} OPEN=1 OPEN value
         * @property {number} EXTENDED=2 EXTENDED value
         * @property {number} CLOSED=3 CLOSED value
         */
        v1.RecallStatus = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "RECALL_STATUS_UNSPECIFIED"] = 0;
            values[valuesById[1] = "OPEN"] = 1;
            values[valuesById[2] = "EXTENDED"] = 2;
            values[valuesById[3] = "CLOSED"] = 3;
            return values;
        })();

        v1.RecallBody = (function() {

            /**
             * Properties of a RecallBody.
             * @typedef {Object} cairn.v1.RecallBody.$Properties
             * @property {Uint8Array|null} [party] RecallBody party
             * @property {number|null} [timeMs] RecallBody timeMs
             * @property {Array.<Uint8Array>|null} [claims] RecallBody claims
             * @property {Array.<Uint8Array>|null} [objects] RecallBody objects
             * @property {cairn.v1.RecallStatus|null} [status] RecallBody status
             * @property {Uint8Array|null} [replaces] RecallBody replaces
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RecallBody.
             * @memberof cairn.v1
             * @interface IRecallBody
             * @augments cairn.v1.RecallBody.$Properties
             * @deprecated Use cairn.v1.RecallBody.$Properties instead.
             */

            /**
             * Shape of a RecallBody.
             * @typedef {cairn.v1.RecallBody.$Properties} cairn.v1.RecallBody.$Shape
             */

            /**
             * Constructs a new RecallBody.
             * @memberof cairn.v1
             * @classdesc Represents a RecallBody.
             * @constructor
             * @param {cairn.v1.RecallBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RecallBody = function (properties) {
                this.claims = [];
                this.objects = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RecallBody party.
             * @member {Uint8Array} party
             * @memberof cairn.v1.RecallBody
             * @instance
             */
            RecallBody.prototype.party = $util.newBuffer([]);

            /**
             * RecallBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.RecallBody
             * @instance
             */
            RecallBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * RecallBody claims.
             * @member {Array.<Uint8Array>} claims
             * @memberof cairn.v1.RecallBody
             * @instance
             */
            RecallBody.prototype.claims = $util.emptyArray;

            /**
             * RecallBody objects.
             * @member {Array.<Uint8Array>} objects
             * @memberof cairn.v1.RecallBody
             * @instance
             */
            RecallBody.prototype.objects = $util.emptyArray;

            /**
             * RecallBody status.
             * @member {cairn.v1.RecallStatus} status
             * @memberof cairn.v1.RecallBody
             * @instance
             */
            RecallBody.prototype.status = 0;

            /**
             * RecallBody replaces.
             * @member {Uint8Array} replaces
             * @memberof cairn.v1.RecallBody
             * @instance
             */
            RecallBody.prototype.replaces = $util.newBuffer([]);

            /**
             * Encodes the specified RecallBody message. Does not implicitly {@link cairn.v1.RecallBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.RecallBody
             * @static
             * @param {cairn.v1.RecallBody.$Properties} message RecallBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RecallBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.party != null && $Object.hasOwnProperty.call(message, "party") && message.party.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.party);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).int64(message.timeMs);
                if (message.claims != null && message.claims.length)
                    for (let i = 0; i < message.claims.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.claims[i]);
                if (message.objects != null && message.objects.length)
                    for (let i = 0; i < message.objects.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.objects[i]);
                if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).int32(message.status);
                if (message.replaces != null && $Object.hasOwnProperty.call(message, "replaces") && message.replaces.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.replaces);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RecallBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.RecallBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.RecallBody & cairn.v1.RecallBody.$Shape} RecallBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RecallBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.RecallBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.party = value;
                            else
                                delete message.party;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.claims && message.claims.length))
                                message.claims = [];
                            message.claims.push(reader.bytes());
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.objects && message.objects.length))
                                message.objects = [];
                            message.objects.push(reader.bytes());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.status = value;
                            else
                                delete message.status;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.replaces = value;
                            else
                                delete message.replaces;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RecallBody;
        })();

        v1.DecisionBody = (function() {

            /**
             * Properties of a DecisionBody.
             * @typedef {Object} cairn.v1.DecisionBody.$Properties
             * @property {Uint8Array|null} [device] DecisionBody device
             * @property {Array.<Uint8Array>|null} [objects] DecisionBody objects
             * @property {Uint8Array|null} [checkpoint] DecisionBody checkpoint
             * @property {Uint8Array|null} [rules] DecisionBody rules
             * @property {Uint8Array|null} [replaces] DecisionBody replaces
             * @property {number|null} [timeMs] DecisionBody timeMs
             * @property {Array.<Uint8Array>|null} [claims] DecisionBody claims
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DecisionBody.
             * @memberof cairn.v1
             * @interface IDecisionBody
             * @augments cairn.v1.DecisionBody.$Properties
             * @deprecated Use cairn.v1.DecisionBody.$Properties instead.
             */

            /**
             * Shape of a DecisionBody.
             * @typedef {cairn.v1.DecisionBody.$Properties} cairn.v1.DecisionBody.$Shape
             */

            /**
             * Constructs a new DecisionBody.
             * @memberof cairn.v1
             * @classdesc Represents a DecisionBody.
             * @constructor
             * @param {cairn.v1.DecisionBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DecisionBody = function (properties) {
                this.objects = [];
                this.claims = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DecisionBody device.
             * @member {Uint8Array} device
             * @memberof cairn.v1.DecisionBody
             * @instance
             */
            DecisionBody.prototype.device = $util.newBuffer([]);

            /**
             * DecisionBody objects.
             * @member {Array.<Uint8Array>} objects
             * @memberof cairn.v1.DecisionBody
             * @instance
             */
            DecisionBody.prototype.objects = $util.emptyArray;

            /**
             * DecisionBody checkpoint.
             * @member {Uint8Array} checkpoint
             * @memberof cairn.v1.DecisionBody
             * @instance
             */
            DecisionBody.prototype.checkpoint = $util.newBuffer([]);

            /**
             * DecisionBody rules.
             * @member {Uint8Array} rules
             * @memberof cairn.v1.DecisionBody
             * @instance
             */
            DecisionBody.prototype.rules = $util.newBuffer([]);

            /**
             * DecisionBody replaces.
             * @member {Uint8Array} replaces
             * @memberof cairn.v1.DecisionBody
             * @instance
             */
            DecisionBody.prototype.replaces = $util.newBuffer([]);

            /**
             * DecisionBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.DecisionBody
             * @instance
             */
            DecisionBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * DecisionBody claims.
             * @member {Array.<Uint8Array>} claims
             * @memberof cairn.v1.DecisionBody
             * @instance
             */
            DecisionBody.prototype.claims = $util.emptyArray;

            /**
             * Encodes the specified DecisionBody message. Does not implicitly {@link cairn.v1.DecisionBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.DecisionBody
             * @static
             * @param {cairn.v1.DecisionBody.$Properties} message DecisionBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DecisionBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.device);
                if (message.objects != null && message.objects.length)
                    for (let i = 0; i < message.objects.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.objects[i]);
                if (message.checkpoint != null && $Object.hasOwnProperty.call(message, "checkpoint") && message.checkpoint.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.checkpoint);
                if (message.rules != null && $Object.hasOwnProperty.call(message, "rules") && message.rules.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.rules);
                if (message.replaces != null && $Object.hasOwnProperty.call(message, "replaces") && message.replaces.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.replaces);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).int64(message.timeMs);
                if (message.claims != null && message.claims.length)
                    for (let i = 0; i < message.claims.length; ++i)
                        writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.claims[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DecisionBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.DecisionBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.DecisionBody & cairn.v1.DecisionBody.$Shape} DecisionBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DecisionBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.DecisionBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.objects && message.objects.length))
                                message.objects = [];
                            message.objects.push(reader.bytes());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.checkpoint = value;
                            else
                                delete message.checkpoint;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.rules = value;
                            else
                                delete message.rules;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.replaces = value;
                            else
                                delete message.replaces;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.claims && message.claims.length))
                                message.claims = [];
                            message.claims.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return DecisionBody;
        })();

        v1.DocumentBody = (function() {

            /**
             * Properties of a DocumentBody.
             * @typedef {Object} cairn.v1.DocumentBody.$Properties
             * @property {Uint8Array|null} [capture] DocumentBody capture
             * @property {Uint8Array|null} [party] DocumentBody party
             * @property {number|null} [timeMs] DocumentBody timeMs
             * @property {Array.<Uint8Array>|null} [claims] DocumentBody claims
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DocumentBody.
             * @memberof cairn.v1
             * @interface IDocumentBody
             * @augments cairn.v1.DocumentBody.$Properties
             * @deprecated Use cairn.v1.DocumentBody.$Properties instead.
             */

            /**
             * Shape of a DocumentBody.
             * @typedef {cairn.v1.DocumentBody.$Properties} cairn.v1.DocumentBody.$Shape
             */

            /**
             * Constructs a new DocumentBody.
             * @memberof cairn.v1
             * @classdesc Represents a DocumentBody.
             * @constructor
             * @param {cairn.v1.DocumentBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DocumentBody = function (properties) {
                this.claims = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DocumentBody capture.
             * @member {Uint8Array} capture
             * @memberof cairn.v1.DocumentBody
             * @instance
             */
            DocumentBody.prototype.capture = $util.newBuffer([]);

            /**
             * DocumentBody party.
             * @member {Uint8Array} party
             * @memberof cairn.v1.DocumentBody
             * @instance
             */
            DocumentBody.prototype.party = $util.newBuffer([]);

            /**
             * DocumentBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.DocumentBody
             * @instance
             */
            DocumentBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * DocumentBody claims.
             * @member {Array.<Uint8Array>} claims
             * @memberof cairn.v1.DocumentBody
             * @instance
             */
            DocumentBody.prototype.claims = $util.emptyArray;

            /**
             * Encodes the specified DocumentBody message. Does not implicitly {@link cairn.v1.DocumentBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.DocumentBody
             * @static
             * @param {cairn.v1.DocumentBody.$Properties} message DocumentBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DocumentBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.capture != null && $Object.hasOwnProperty.call(message, "capture") && message.capture.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.capture);
                if (message.party != null && $Object.hasOwnProperty.call(message, "party") && message.party.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.party);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).int64(message.timeMs);
                if (message.claims != null && message.claims.length)
                    for (let i = 0; i < message.claims.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.claims[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DocumentBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.DocumentBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.DocumentBody & cairn.v1.DocumentBody.$Shape} DocumentBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DocumentBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.DocumentBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.capture = value;
                            else
                                delete message.capture;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.party = value;
                            else
                                delete message.party;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.claims && message.claims.length))
                                message.claims = [];
                            message.claims.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return DocumentBody;
        })();

        /**
         * CodesRole enum.
         * @name cairn.v1.CodesRole
         * @enum {number}
         * @property {number} CODES_ROLE_UNSPECIFIED=0 CODES_ROLE_UNSPECIFIED value
         * @property {number} OWNER=1 OWNER value
         * @property {number} MADE_BY=2 MADE_BY value
         */
        v1.CodesRole = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "CODES_ROLE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "OWNER"] = 1;
            values[valuesById[2] = "MADE_BY"] = 2;
            return values;
        })();

        v1.CodesBody = (function() {

            /**
             * Properties of a CodesBody.
             * @typedef {Object} cairn.v1.CodesBody.$Properties
             * @property {Uint8Array|null} [party] CodesBody party
             * @property {string|null} [digits] CodesBody digits
             * @property {cairn.v1.CodesRole|null} [role] CodesBody role
             * @property {number|null} [fromMs] CodesBody fromMs
             * @property {number|null} [untilMs] CodesBody untilMs
             * @property {number|null} [timeMs] CodesBody timeMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CodesBody.
             * @memberof cairn.v1
             * @interface ICodesBody
             * @augments cairn.v1.CodesBody.$Properties
             * @deprecated Use cairn.v1.CodesBody.$Properties instead.
             */

            /**
             * Shape of a CodesBody.
             * @typedef {cairn.v1.CodesBody.$Properties} cairn.v1.CodesBody.$Shape
             */

            /**
             * Constructs a new CodesBody.
             * @memberof cairn.v1
             * @classdesc Represents a CodesBody.
             * @constructor
             * @param {cairn.v1.CodesBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CodesBody = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CodesBody party.
             * @member {Uint8Array} party
             * @memberof cairn.v1.CodesBody
             * @instance
             */
            CodesBody.prototype.party = $util.newBuffer([]);

            /**
             * CodesBody digits.
             * @member {string} digits
             * @memberof cairn.v1.CodesBody
             * @instance
             */
            CodesBody.prototype.digits = "";

            /**
             * CodesBody role.
             * @member {cairn.v1.CodesRole} role
             * @memberof cairn.v1.CodesBody
             * @instance
             */
            CodesBody.prototype.role = 0;

            /**
             * CodesBody fromMs.
             * @member {number} fromMs
             * @memberof cairn.v1.CodesBody
             * @instance
             */
            CodesBody.prototype.fromMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * CodesBody untilMs.
             * @member {number} untilMs
             * @memberof cairn.v1.CodesBody
             * @instance
             */
            CodesBody.prototype.untilMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * CodesBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.CodesBody
             * @instance
             */
            CodesBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Encodes the specified CodesBody message. Does not implicitly {@link cairn.v1.CodesBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.CodesBody
             * @static
             * @param {cairn.v1.CodesBody.$Properties} message CodesBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CodesBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.party != null && $Object.hasOwnProperty.call(message, "party") && message.party.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.party);
                if (message.digits != null && $Object.hasOwnProperty.call(message, "digits") && message.digits !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.digits);
                if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.role);
                if (message.fromMs != null && $Object.hasOwnProperty.call(message, "fromMs") && (typeof message.fromMs === "object" ? message.fromMs.low || message.fromMs.high : message.fromMs !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).int64(message.fromMs);
                if (message.untilMs != null && $Object.hasOwnProperty.call(message, "untilMs") && (typeof message.untilMs === "object" ? message.untilMs.low || message.untilMs.high : message.untilMs !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).int64(message.untilMs);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).int64(message.timeMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CodesBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.CodesBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.CodesBody & cairn.v1.CodesBody.$Shape} CodesBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CodesBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.CodesBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.party = value;
                            else
                                delete message.party;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.digits = value;
                            else
                                delete message.digits;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.role = value;
                            else
                                delete message.role;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.fromMs = value;
                            else
                                delete message.fromMs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.untilMs = value;
                            else
                                delete message.untilMs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CodesBody;
        })();

        v1.GrantBody = (function() {

            /**
             * Properties of a GrantBody.
             * @typedef {Object} cairn.v1.GrantBody.$Properties
             * @property {Uint8Array|null} [party] GrantBody party
             * @property {number|null} [timeMs] GrantBody timeMs
             * @property {Array.<Uint8Array>|null} [claims] GrantBody claims
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a GrantBody.
             * @memberof cairn.v1
             * @interface IGrantBody
             * @augments cairn.v1.GrantBody.$Properties
             * @deprecated Use cairn.v1.GrantBody.$Properties instead.
             */

            /**
             * Shape of a GrantBody.
             * @typedef {cairn.v1.GrantBody.$Properties} cairn.v1.GrantBody.$Shape
             */

            /**
             * Constructs a new GrantBody.
             * @memberof cairn.v1
             * @classdesc Represents a GrantBody.
             * @constructor
             * @param {cairn.v1.GrantBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const GrantBody = function (properties) {
                this.claims = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * GrantBody party.
             * @member {Uint8Array} party
             * @memberof cairn.v1.GrantBody
             * @instance
             */
            GrantBody.prototype.party = $util.newBuffer([]);

            /**
             * GrantBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.GrantBody
             * @instance
             */
            GrantBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * GrantBody claims.
             * @member {Array.<Uint8Array>} claims
             * @memberof cairn.v1.GrantBody
             * @instance
             */
            GrantBody.prototype.claims = $util.emptyArray;

            /**
             * Encodes the specified GrantBody message. Does not implicitly {@link cairn.v1.GrantBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.GrantBody
             * @static
             * @param {cairn.v1.GrantBody.$Properties} message GrantBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            GrantBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.party != null && $Object.hasOwnProperty.call(message, "party") && message.party.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.party);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).int64(message.timeMs);
                if (message.claims != null && message.claims.length)
                    for (let i = 0; i < message.claims.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.claims[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a GrantBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.GrantBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.GrantBody & cairn.v1.GrantBody.$Shape} GrantBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            GrantBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.GrantBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.party = value;
                            else
                                delete message.party;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.claims && message.claims.length))
                                message.claims = [];
                            message.claims.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return GrantBody;
        })();

        v1.PasswordChangeBody = (function() {

            /**
             * Properties of a PasswordChangeBody.
             * @typedef {Object} cairn.v1.PasswordChangeBody.$Properties
             * @property {string|null} [logOrigin] PasswordChangeBody logOrigin
             * @property {Uint8Array|null} [device] PasswordChangeBody device
             * @property {Uint8Array|null} [before] PasswordChangeBody before
             * @property {Uint8Array|null} [after] PasswordChangeBody after
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PasswordChangeBody.
             * @memberof cairn.v1
             * @interface IPasswordChangeBody
             * @augments cairn.v1.PasswordChangeBody.$Properties
             * @deprecated Use cairn.v1.PasswordChangeBody.$Properties instead.
             */

            /**
             * Shape of a PasswordChangeBody.
             * @typedef {cairn.v1.PasswordChangeBody.$Properties} cairn.v1.PasswordChangeBody.$Shape
             */

            /**
             * Constructs a new PasswordChangeBody.
             * @memberof cairn.v1
             * @classdesc Represents a PasswordChangeBody.
             * @constructor
             * @param {cairn.v1.PasswordChangeBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PasswordChangeBody = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PasswordChangeBody logOrigin.
             * @member {string} logOrigin
             * @memberof cairn.v1.PasswordChangeBody
             * @instance
             */
            PasswordChangeBody.prototype.logOrigin = "";

            /**
             * PasswordChangeBody device.
             * @member {Uint8Array} device
             * @memberof cairn.v1.PasswordChangeBody
             * @instance
             */
            PasswordChangeBody.prototype.device = $util.newBuffer([]);

            /**
             * PasswordChangeBody before.
             * @member {Uint8Array} before
             * @memberof cairn.v1.PasswordChangeBody
             * @instance
             */
            PasswordChangeBody.prototype.before = $util.newBuffer([]);

            /**
             * PasswordChangeBody after.
             * @member {Uint8Array} after
             * @memberof cairn.v1.PasswordChangeBody
             * @instance
             */
            PasswordChangeBody.prototype.after = $util.newBuffer([]);

            /**
             * Encodes the specified PasswordChangeBody message. Does not implicitly {@link cairn.v1.PasswordChangeBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.PasswordChangeBody
             * @static
             * @param {cairn.v1.PasswordChangeBody.$Properties} message PasswordChangeBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PasswordChangeBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.logOrigin != null && $Object.hasOwnProperty.call(message, "logOrigin") && message.logOrigin !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.logOrigin);
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.device);
                if (message.before != null && $Object.hasOwnProperty.call(message, "before") && message.before.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.before);
                if (message.after != null && $Object.hasOwnProperty.call(message, "after") && message.after.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.after);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PasswordChangeBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.PasswordChangeBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.PasswordChangeBody & cairn.v1.PasswordChangeBody.$Shape} PasswordChangeBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PasswordChangeBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.PasswordChangeBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.logOrigin = value;
                            else
                                delete message.logOrigin;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.before = value;
                            else
                                delete message.before;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.after = value;
                            else
                                delete message.after;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PasswordChangeBody;
        })();

        v1.PasswordChange = (function() {

            /**
             * Properties of a PasswordChange.
             * @typedef {Object} cairn.v1.PasswordChange.$Properties
             * @property {Uint8Array|null} [body] PasswordChange body
             * @property {Uint8Array|null} [signerKeyId] PasswordChange signerKeyId
             * @property {Uint8Array|null} [signature] PasswordChange signature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PasswordChange.
             * @memberof cairn.v1
             * @interface IPasswordChange
             * @augments cairn.v1.PasswordChange.$Properties
             * @deprecated Use cairn.v1.PasswordChange.$Properties instead.
             */

            /**
             * Shape of a PasswordChange.
             * @typedef {cairn.v1.PasswordChange.$Properties} cairn.v1.PasswordChange.$Shape
             */

            /**
             * Constructs a new PasswordChange.
             * @memberof cairn.v1
             * @classdesc Represents a PasswordChange.
             * @constructor
             * @param {cairn.v1.PasswordChange.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PasswordChange = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PasswordChange body.
             * @member {Uint8Array} body
             * @memberof cairn.v1.PasswordChange
             * @instance
             */
            PasswordChange.prototype.body = $util.newBuffer([]);

            /**
             * PasswordChange signerKeyId.
             * @member {Uint8Array} signerKeyId
             * @memberof cairn.v1.PasswordChange
             * @instance
             */
            PasswordChange.prototype.signerKeyId = $util.newBuffer([]);

            /**
             * PasswordChange signature.
             * @member {Uint8Array} signature
             * @memberof cairn.v1.PasswordChange
             * @instance
             */
            PasswordChange.prototype.signature = $util.newBuffer([]);

            /**
             * Encodes the specified PasswordChange message. Does not implicitly {@link cairn.v1.PasswordChange.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.PasswordChange
             * @static
             * @param {cairn.v1.PasswordChange.$Properties} message PasswordChange message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PasswordChange.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.body);
                if (message.signerKeyId != null && $Object.hasOwnProperty.call(message, "signerKeyId") && message.signerKeyId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.signerKeyId);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.signature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PasswordChange message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.PasswordChange
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.PasswordChange & cairn.v1.PasswordChange.$Shape} PasswordChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PasswordChange.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.PasswordChange();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.body = value;
                            else
                                delete message.body;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signerKeyId = value;
                            else
                                delete message.signerKeyId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PasswordChange;
        })();

        v1.DeviceMessage = (function() {

            /**
             * Properties of a DeviceMessage.
             * @typedef {Object} cairn.v1.DeviceMessage.$Properties
             * @property {cairn.v1.Receipt.$Properties|null} [receipt] DeviceMessage receipt
             * @property {cairn.v1.Reject.$Properties|null} [reject] DeviceMessage reject
             * @property {cairn.v1.EventReceipt.$Properties|null} [eventReceipt] DeviceMessage eventReceipt
             * @property {cairn.v1.PasswordReceipt.$Properties|null} [passwordReceipt] DeviceMessage passwordReceipt
             * @property {"receipt"|"reject"|"eventReceipt"|"passwordReceipt"} [message] DeviceMessage message
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DeviceMessage.
             * @memberof cairn.v1
             * @interface IDeviceMessage
             * @augments cairn.v1.DeviceMessage.$Properties
             * @deprecated Use cairn.v1.DeviceMessage.$Properties instead.
             */

            /**
             * Narrowed shape of a DeviceMessage.
             * @typedef {{
             *   receipt?: cairn.v1.Receipt.$Shape|null;
             *   reject?: cairn.v1.Reject.$Shape|null;
             *   eventReceipt?: cairn.v1.EventReceipt.$Shape|null;
             *   passwordReceipt?: cairn.v1.PasswordReceipt.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ message?: undefined; receipt?: null; reject?: null; eventReceipt?: null; passwordReceipt?: null }|{ message?: "receipt"; receipt: cairn.v1.Receipt.$Shape; reject?: null; eventReceipt?: null; passwordReceipt?: null }|{ message?: "reject"; receipt?: null; reject: cairn.v1.Reject.$Shape; eventReceipt?: null; passwordReceipt?: null }|{ message?: "eventReceipt"; receipt?: null; reject?: null; eventReceipt: cairn.v1.EventReceipt.$Shape; passwordReceipt?: null }|{ message?: "passwordReceipt"; receipt?: null; reject?: null; eventReceipt?: null; passwordReceipt: cairn.v1.PasswordReceipt.$Shape })
             * )} cairn.v1.DeviceMessage.$Shape
             */

            /**
             * Constructs a new DeviceMessage.
             * @memberof cairn.v1
             * @classdesc Represents a DeviceMessage.
             * @constructor
             * @param {cairn.v1.DeviceMessage.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DeviceMessage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DeviceMessage receipt.
             * @member {cairn.v1.Receipt.$Properties|null|undefined} receipt
             * @memberof cairn.v1.DeviceMessage
             * @instance
             */
            DeviceMessage.prototype.receipt = null;

            /**
             * DeviceMessage reject.
             * @member {cairn.v1.Reject.$Properties|null|undefined} reject
             * @memberof cairn.v1.DeviceMessage
             * @instance
             */
            DeviceMessage.prototype.reject = null;

            /**
             * DeviceMessage eventReceipt.
             * @member {cairn.v1.EventReceipt.$Properties|null|undefined} eventReceipt
             * @memberof cairn.v1.DeviceMessage
             * @instance
             */
            DeviceMessage.prototype.eventReceipt = null;

            /**
             * DeviceMessage passwordReceipt.
             * @member {cairn.v1.PasswordReceipt.$Properties|null|undefined} passwordReceipt
             * @memberof cairn.v1.DeviceMessage
             * @instance
             */
            DeviceMessage.prototype.passwordReceipt = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * DeviceMessage message.
             * @member {"receipt"|"reject"|"eventReceipt"|"passwordReceipt"|undefined} message
             * @memberof cairn.v1.DeviceMessage
             * @instance
             */
            $Object.defineProperty(DeviceMessage.prototype, "message", {
                get: $util.oneOfGetter($oneOfFields = ["receipt", "reject", "eventReceipt", "passwordReceipt"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified DeviceMessage message. Does not implicitly {@link cairn.v1.DeviceMessage.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.DeviceMessage
             * @static
             * @param {cairn.v1.DeviceMessage.$Properties} message DeviceMessage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DeviceMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.receipt != null && $Object.hasOwnProperty.call(message, "receipt"))
                    $root.cairn.v1.Receipt.encode(message.receipt, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.reject != null && $Object.hasOwnProperty.call(message, "reject"))
                    $root.cairn.v1.Reject.encode(message.reject, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.eventReceipt != null && $Object.hasOwnProperty.call(message, "eventReceipt"))
                    $root.cairn.v1.EventReceipt.encode(message.eventReceipt, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.passwordReceipt != null && $Object.hasOwnProperty.call(message, "passwordReceipt"))
                    $root.cairn.v1.PasswordReceipt.encode(message.passwordReceipt, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DeviceMessage message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.DeviceMessage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.DeviceMessage & cairn.v1.DeviceMessage.$Shape} DeviceMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DeviceMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.DeviceMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.receipt = $root.cairn.v1.Receipt.decode(reader, reader.size(), $undefined, _depth + 1, message.receipt);
                            message.message = "receipt";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.reject = $root.cairn.v1.Reject.decode(reader, reader.size(), $undefined, _depth + 1, message.reject);
                            message.message = "reject";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.eventReceipt = $root.cairn.v1.EventReceipt.decode(reader, reader.size(), $undefined, _depth + 1, message.eventReceipt);
                            message.message = "eventReceipt";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.passwordReceipt = $root.cairn.v1.PasswordReceipt.decode(reader, reader.size(), $undefined, _depth + 1, message.passwordReceipt);
                            message.message = "passwordReceipt";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return DeviceMessage;
        })();

        v1.ReceiptBatch = (function() {

            /**
             * Properties of a ReceiptBatch.
             * @typedef {Object} cairn.v1.ReceiptBatch.$Properties
             * @property {string|null} [logOrigin] ReceiptBatch logOrigin
             * @property {Uint8Array|null} [receiptKeyId] ReceiptBatch receiptKeyId
             * @property {number|null} [timeMs] ReceiptBatch timeMs
             * @property {Uint8Array|null} [root] ReceiptBatch root
             * @property {number|null} [leafCount] ReceiptBatch leafCount
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ReceiptBatch.
             * @memberof cairn.v1
             * @interface IReceiptBatch
             * @augments cairn.v1.ReceiptBatch.$Properties
             * @deprecated Use cairn.v1.ReceiptBatch.$Properties instead.
             */

            /**
             * Shape of a ReceiptBatch.
             * @typedef {cairn.v1.ReceiptBatch.$Properties} cairn.v1.ReceiptBatch.$Shape
             */

            /**
             * Constructs a new ReceiptBatch.
             * @memberof cairn.v1
             * @classdesc Represents a ReceiptBatch.
             * @constructor
             * @param {cairn.v1.ReceiptBatch.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ReceiptBatch = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ReceiptBatch logOrigin.
             * @member {string} logOrigin
             * @memberof cairn.v1.ReceiptBatch
             * @instance
             */
            ReceiptBatch.prototype.logOrigin = "";

            /**
             * ReceiptBatch receiptKeyId.
             * @member {Uint8Array} receiptKeyId
             * @memberof cairn.v1.ReceiptBatch
             * @instance
             */
            ReceiptBatch.prototype.receiptKeyId = $util.newBuffer([]);

            /**
             * ReceiptBatch timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.ReceiptBatch
             * @instance
             */
            ReceiptBatch.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * ReceiptBatch root.
             * @member {Uint8Array} root
             * @memberof cairn.v1.ReceiptBatch
             * @instance
             */
            ReceiptBatch.prototype.root = $util.newBuffer([]);

            /**
             * ReceiptBatch leafCount.
             * @member {number} leafCount
             * @memberof cairn.v1.ReceiptBatch
             * @instance
             */
            ReceiptBatch.prototype.leafCount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified ReceiptBatch message. Does not implicitly {@link cairn.v1.ReceiptBatch.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.ReceiptBatch
             * @static
             * @param {cairn.v1.ReceiptBatch.$Properties} message ReceiptBatch message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ReceiptBatch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.logOrigin != null && $Object.hasOwnProperty.call(message, "logOrigin") && message.logOrigin !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.logOrigin);
                if (message.receiptKeyId != null && $Object.hasOwnProperty.call(message, "receiptKeyId") && message.receiptKeyId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.receiptKeyId);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).int64(message.timeMs);
                if (message.root != null && $Object.hasOwnProperty.call(message, "root") && message.root.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.root);
                if (message.leafCount != null && $Object.hasOwnProperty.call(message, "leafCount") && (typeof message.leafCount === "object" ? message.leafCount.low || message.leafCount.high : message.leafCount !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.leafCount);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ReceiptBatch message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.ReceiptBatch
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.ReceiptBatch & cairn.v1.ReceiptBatch.$Shape} ReceiptBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ReceiptBatch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.ReceiptBatch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.logOrigin = value;
                            else
                                delete message.logOrigin;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.receiptKeyId = value;
                            else
                                delete message.receiptKeyId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.root = value;
                            else
                                delete message.root;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.leafCount = value;
                            else
                                delete message.leafCount;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ReceiptBatch;
        })();

        v1.ReceiptItem = (function() {

            /**
             * Properties of a ReceiptItem.
             * @typedef {Object} cairn.v1.ReceiptItem.$Properties
             * @property {Uint8Array|null} [boot] ReceiptItem boot
             * @property {number|null} [counter] ReceiptItem counter
             * @property {Uint8Array|null} [statementHash] ReceiptItem statementHash
             * @property {number|null} [logIndex] ReceiptItem logIndex
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ReceiptItem.
             * @memberof cairn.v1
             * @interface IReceiptItem
             * @augments cairn.v1.ReceiptItem.$Properties
             * @deprecated Use cairn.v1.ReceiptItem.$Properties instead.
             */

            /**
             * Shape of a ReceiptItem.
             * @typedef {cairn.v1.ReceiptItem.$Properties} cairn.v1.ReceiptItem.$Shape
             */

            /**
             * Constructs a new ReceiptItem.
             * @memberof cairn.v1
             * @classdesc Represents a ReceiptItem.
             * @constructor
             * @param {cairn.v1.ReceiptItem.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ReceiptItem = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ReceiptItem boot.
             * @member {Uint8Array} boot
             * @memberof cairn.v1.ReceiptItem
             * @instance
             */
            ReceiptItem.prototype.boot = $util.newBuffer([]);

            /**
             * ReceiptItem counter.
             * @member {number} counter
             * @memberof cairn.v1.ReceiptItem
             * @instance
             */
            ReceiptItem.prototype.counter = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * ReceiptItem statementHash.
             * @member {Uint8Array} statementHash
             * @memberof cairn.v1.ReceiptItem
             * @instance
             */
            ReceiptItem.prototype.statementHash = $util.newBuffer([]);

            /**
             * ReceiptItem logIndex.
             * @member {number} logIndex
             * @memberof cairn.v1.ReceiptItem
             * @instance
             */
            ReceiptItem.prototype.logIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified ReceiptItem message. Does not implicitly {@link cairn.v1.ReceiptItem.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.ReceiptItem
             * @static
             * @param {cairn.v1.ReceiptItem.$Properties} message ReceiptItem message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ReceiptItem.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.boot);
                if (message.counter != null && $Object.hasOwnProperty.call(message, "counter") && (typeof message.counter === "object" ? message.counter.low || message.counter.high : message.counter !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.counter);
                if (message.statementHash != null && $Object.hasOwnProperty.call(message, "statementHash") && message.statementHash.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.statementHash);
                if (message.logIndex != null && $Object.hasOwnProperty.call(message, "logIndex") && (typeof message.logIndex === "object" ? message.logIndex.low || message.logIndex.high : message.logIndex !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.logIndex);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ReceiptItem message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.ReceiptItem
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.ReceiptItem & cairn.v1.ReceiptItem.$Shape} ReceiptItem
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ReceiptItem.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.ReceiptItem();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.boot = value;
                            else
                                delete message.boot;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.counter = value;
                            else
                                delete message.counter;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.statementHash = value;
                            else
                                delete message.statementHash;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.logIndex = value;
                            else
                                delete message.logIndex;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ReceiptItem;
        })();

        v1.Receipt = (function() {

            /**
             * Properties of a Receipt.
             * @typedef {Object} cairn.v1.Receipt.$Properties
             * @property {Uint8Array|null} [batch] Receipt batch
             * @property {Uint8Array|null} [signature] Receipt signature
             * @property {Uint8Array|null} [device] Receipt device
             * @property {Array.<cairn.v1.ReceiptItem.$Properties>|null} [items] Receipt items
             * @property {number|null} [leafIndex] Receipt leafIndex
             * @property {Array.<Uint8Array>|null} [path] Receipt path
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Receipt.
             * @memberof cairn.v1
             * @interface IReceipt
             * @augments cairn.v1.Receipt.$Properties
             * @deprecated Use cairn.v1.Receipt.$Properties instead.
             */

            /**
             * Shape of a Receipt.
             * @typedef {cairn.v1.Receipt.$Properties} cairn.v1.Receipt.$Shape
             */

            /**
             * Constructs a new Receipt.
             * @memberof cairn.v1
             * @classdesc Represents a Receipt.
             * @constructor
             * @param {cairn.v1.Receipt.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Receipt = function (properties) {
                this.items = [];
                this.path = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Receipt batch.
             * @member {Uint8Array} batch
             * @memberof cairn.v1.Receipt
             * @instance
             */
            Receipt.prototype.batch = $util.newBuffer([]);

            /**
             * Receipt signature.
             * @member {Uint8Array} signature
             * @memberof cairn.v1.Receipt
             * @instance
             */
            Receipt.prototype.signature = $util.newBuffer([]);

            /**
             * Receipt device.
             * @member {Uint8Array} device
             * @memberof cairn.v1.Receipt
             * @instance
             */
            Receipt.prototype.device = $util.newBuffer([]);

            /**
             * Receipt items.
             * @member {Array.<cairn.v1.ReceiptItem.$Properties>} items
             * @memberof cairn.v1.Receipt
             * @instance
             */
            Receipt.prototype.items = $util.emptyArray;

            /**
             * Receipt leafIndex.
             * @member {number} leafIndex
             * @memberof cairn.v1.Receipt
             * @instance
             */
            Receipt.prototype.leafIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Receipt path.
             * @member {Array.<Uint8Array>} path
             * @memberof cairn.v1.Receipt
             * @instance
             */
            Receipt.prototype.path = $util.emptyArray;

            /**
             * Encodes the specified Receipt message. Does not implicitly {@link cairn.v1.Receipt.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.Receipt
             * @static
             * @param {cairn.v1.Receipt.$Properties} message Receipt message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Receipt.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.batch != null && $Object.hasOwnProperty.call(message, "batch") && message.batch.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.batch);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.signature);
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.device);
                if (message.items != null && message.items.length)
                    for (let i = 0; i < message.items.length; ++i)
                        $root.cairn.v1.ReceiptItem.encode(message.items[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.leafIndex != null && $Object.hasOwnProperty.call(message, "leafIndex") && (typeof message.leafIndex === "object" ? message.leafIndex.low || message.leafIndex.high : message.leafIndex !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.leafIndex);
                if (message.path != null && message.path.length)
                    for (let i = 0; i < message.path.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.path[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Receipt message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.Receipt
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.Receipt & cairn.v1.Receipt.$Shape} Receipt
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Receipt.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.Receipt();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.batch = value;
                            else
                                delete message.batch;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.items && message.items.length))
                                message.items = [];
                            message.items.push($root.cairn.v1.ReceiptItem.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.leafIndex = value;
                            else
                                delete message.leafIndex;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.path && message.path.length))
                                message.path = [];
                            message.path.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Receipt;
        })();

        v1.EventReceiptBody = (function() {

            /**
             * Properties of an EventReceiptBody.
             * @typedef {Object} cairn.v1.EventReceiptBody.$Properties
             * @property {string|null} [logOrigin] EventReceiptBody logOrigin
             * @property {Uint8Array|null} [receiptKeyId] EventReceiptBody receiptKeyId
             * @property {Uint8Array|null} [eventHash] EventReceiptBody eventHash
             * @property {number|null} [logIndex] EventReceiptBody logIndex
             * @property {number|null} [timeMs] EventReceiptBody timeMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an EventReceiptBody.
             * @memberof cairn.v1
             * @interface IEventReceiptBody
             * @augments cairn.v1.EventReceiptBody.$Properties
             * @deprecated Use cairn.v1.EventReceiptBody.$Properties instead.
             */

            /**
             * Shape of an EventReceiptBody.
             * @typedef {cairn.v1.EventReceiptBody.$Properties} cairn.v1.EventReceiptBody.$Shape
             */

            /**
             * Constructs a new EventReceiptBody.
             * @memberof cairn.v1
             * @classdesc Represents an EventReceiptBody.
             * @constructor
             * @param {cairn.v1.EventReceiptBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const EventReceiptBody = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * EventReceiptBody logOrigin.
             * @member {string} logOrigin
             * @memberof cairn.v1.EventReceiptBody
             * @instance
             */
            EventReceiptBody.prototype.logOrigin = "";

            /**
             * EventReceiptBody receiptKeyId.
             * @member {Uint8Array} receiptKeyId
             * @memberof cairn.v1.EventReceiptBody
             * @instance
             */
            EventReceiptBody.prototype.receiptKeyId = $util.newBuffer([]);

            /**
             * EventReceiptBody eventHash.
             * @member {Uint8Array} eventHash
             * @memberof cairn.v1.EventReceiptBody
             * @instance
             */
            EventReceiptBody.prototype.eventHash = $util.newBuffer([]);

            /**
             * EventReceiptBody logIndex.
             * @member {number} logIndex
             * @memberof cairn.v1.EventReceiptBody
             * @instance
             */
            EventReceiptBody.prototype.logIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * EventReceiptBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.EventReceiptBody
             * @instance
             */
            EventReceiptBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Encodes the specified EventReceiptBody message. Does not implicitly {@link cairn.v1.EventReceiptBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.EventReceiptBody
             * @static
             * @param {cairn.v1.EventReceiptBody.$Properties} message EventReceiptBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            EventReceiptBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.logOrigin != null && $Object.hasOwnProperty.call(message, "logOrigin") && message.logOrigin !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.logOrigin);
                if (message.receiptKeyId != null && $Object.hasOwnProperty.call(message, "receiptKeyId") && message.receiptKeyId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.receiptKeyId);
                if (message.eventHash != null && $Object.hasOwnProperty.call(message, "eventHash") && message.eventHash.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.eventHash);
                if (message.logIndex != null && $Object.hasOwnProperty.call(message, "logIndex") && (typeof message.logIndex === "object" ? message.logIndex.low || message.logIndex.high : message.logIndex !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.logIndex);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).int64(message.timeMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an EventReceiptBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.EventReceiptBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.EventReceiptBody & cairn.v1.EventReceiptBody.$Shape} EventReceiptBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            EventReceiptBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.EventReceiptBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.logOrigin = value;
                            else
                                delete message.logOrigin;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.receiptKeyId = value;
                            else
                                delete message.receiptKeyId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.eventHash = value;
                            else
                                delete message.eventHash;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.logIndex = value;
                            else
                                delete message.logIndex;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return EventReceiptBody;
        })();

        v1.EventReceipt = (function() {

            /**
             * Properties of an EventReceipt.
             * @typedef {Object} cairn.v1.EventReceipt.$Properties
             * @property {Uint8Array|null} [body] EventReceipt body
             * @property {Uint8Array|null} [signature] EventReceipt signature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an EventReceipt.
             * @memberof cairn.v1
             * @interface IEventReceipt
             * @augments cairn.v1.EventReceipt.$Properties
             * @deprecated Use cairn.v1.EventReceipt.$Properties instead.
             */

            /**
             * Shape of an EventReceipt.
             * @typedef {cairn.v1.EventReceipt.$Properties} cairn.v1.EventReceipt.$Shape
             */

            /**
             * Constructs a new EventReceipt.
             * @memberof cairn.v1
             * @classdesc Represents an EventReceipt.
             * @constructor
             * @param {cairn.v1.EventReceipt.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const EventReceipt = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * EventReceipt body.
             * @member {Uint8Array} body
             * @memberof cairn.v1.EventReceipt
             * @instance
             */
            EventReceipt.prototype.body = $util.newBuffer([]);

            /**
             * EventReceipt signature.
             * @member {Uint8Array} signature
             * @memberof cairn.v1.EventReceipt
             * @instance
             */
            EventReceipt.prototype.signature = $util.newBuffer([]);

            /**
             * Encodes the specified EventReceipt message. Does not implicitly {@link cairn.v1.EventReceipt.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.EventReceipt
             * @static
             * @param {cairn.v1.EventReceipt.$Properties} message EventReceipt message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            EventReceipt.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.body);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.signature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an EventReceipt message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.EventReceipt
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.EventReceipt & cairn.v1.EventReceipt.$Shape} EventReceipt
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            EventReceipt.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.EventReceipt();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.body = value;
                            else
                                delete message.body;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return EventReceipt;
        })();

        v1.PasswordReceiptBody = (function() {

            /**
             * Properties of a PasswordReceiptBody.
             * @typedef {Object} cairn.v1.PasswordReceiptBody.$Properties
             * @property {string|null} [logOrigin] PasswordReceiptBody logOrigin
             * @property {Uint8Array|null} [receiptKeyId] PasswordReceiptBody receiptKeyId
             * @property {Uint8Array|null} [changeHash] PasswordReceiptBody changeHash
             * @property {number|null} [timeMs] PasswordReceiptBody timeMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PasswordReceiptBody.
             * @memberof cairn.v1
             * @interface IPasswordReceiptBody
             * @augments cairn.v1.PasswordReceiptBody.$Properties
             * @deprecated Use cairn.v1.PasswordReceiptBody.$Properties instead.
             */

            /**
             * Shape of a PasswordReceiptBody.
             * @typedef {cairn.v1.PasswordReceiptBody.$Properties} cairn.v1.PasswordReceiptBody.$Shape
             */

            /**
             * Constructs a new PasswordReceiptBody.
             * @memberof cairn.v1
             * @classdesc Represents a PasswordReceiptBody.
             * @constructor
             * @param {cairn.v1.PasswordReceiptBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PasswordReceiptBody = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PasswordReceiptBody logOrigin.
             * @member {string} logOrigin
             * @memberof cairn.v1.PasswordReceiptBody
             * @instance
             */
            PasswordReceiptBody.prototype.logOrigin = "";

            /**
             * PasswordReceiptBody receiptKeyId.
             * @member {Uint8Array} receiptKeyId
             * @memberof cairn.v1.PasswordReceiptBody
             * @instance
             */
            PasswordReceiptBody.prototype.receiptKeyId = $util.newBuffer([]);

            /**
             * PasswordReceiptBody changeHash.
             * @member {Uint8Array} changeHash
             * @memberof cairn.v1.PasswordReceiptBody
             * @instance
             */
            PasswordReceiptBody.prototype.changeHash = $util.newBuffer([]);

            /**
             * PasswordReceiptBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.PasswordReceiptBody
             * @instance
             */
            PasswordReceiptBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Encodes the specified PasswordReceiptBody message. Does not implicitly {@link cairn.v1.PasswordReceiptBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.PasswordReceiptBody
             * @static
             * @param {cairn.v1.PasswordReceiptBody.$Properties} message PasswordReceiptBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PasswordReceiptBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.logOrigin != null && $Object.hasOwnProperty.call(message, "logOrigin") && message.logOrigin !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.logOrigin);
                if (message.receiptKeyId != null && $Object.hasOwnProperty.call(message, "receiptKeyId") && message.receiptKeyId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.receiptKeyId);
                if (message.changeHash != null && $Object.hasOwnProperty.call(message, "changeHash") && message.changeHash.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.changeHash);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).int64(message.timeMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PasswordReceiptBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.PasswordReceiptBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.PasswordReceiptBody & cairn.v1.PasswordReceiptBody.$Shape} PasswordReceiptBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PasswordReceiptBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.PasswordReceiptBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.logOrigin = value;
                            else
                                delete message.logOrigin;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.receiptKeyId = value;
                            else
                                delete message.receiptKeyId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.changeHash = value;
                            else
                                delete message.changeHash;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PasswordReceiptBody;
        })();

        v1.PasswordReceipt = (function() {

            /**
             * Properties of a PasswordReceipt.
             * @typedef {Object} cairn.v1.PasswordReceipt.$Properties
             * @property {Uint8Array|null} [body] PasswordReceipt body
             * @property {Uint8Array|null} [signature] PasswordReceipt signature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PasswordReceipt.
             * @memberof cairn.v1
             * @interface IPasswordReceipt
             * @augments cairn.v1.PasswordReceipt.$Properties
             * @deprecated Use cairn.v1.PasswordReceipt.$Properties instead.
             */

            /**
             * Shape of a PasswordReceipt.
             * @typedef {cairn.v1.PasswordReceipt.$Properties} cairn.v1.PasswordReceipt.$Shape
             */

            /**
             * Constructs a new PasswordReceipt.
             * @memberof cairn.v1
             * @classdesc Represents a PasswordReceipt.
             * @constructor
             * @param {cairn.v1.PasswordReceipt.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PasswordReceipt = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PasswordReceipt body.
             * @member {Uint8Array} body
             * @memberof cairn.v1.PasswordReceipt
             * @instance
             */
            PasswordReceipt.prototype.body = $util.newBuffer([]);

            /**
             * PasswordReceipt signature.
             * @member {Uint8Array} signature
             * @memberof cairn.v1.PasswordReceipt
             * @instance
             */
            PasswordReceipt.prototype.signature = $util.newBuffer([]);

            /**
             * Encodes the specified PasswordReceipt message. Does not implicitly {@link cairn.v1.PasswordReceipt.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.PasswordReceipt
             * @static
             * @param {cairn.v1.PasswordReceipt.$Properties} message PasswordReceipt message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PasswordReceipt.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.body);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.signature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PasswordReceipt message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.PasswordReceipt
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.PasswordReceipt & cairn.v1.PasswordReceipt.$Shape} PasswordReceipt
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PasswordReceipt.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.PasswordReceipt();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.body = value;
                            else
                                delete message.body;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PasswordReceipt;
        })();

        v1.RejectBody = (function() {

            /**
             * Properties of a RejectBody.
             * @typedef {Object} cairn.v1.RejectBody.$Properties
             * @property {string|null} [logOrigin] RejectBody logOrigin
             * @property {Uint8Array|null} [receiptKeyId] RejectBody receiptKeyId
             * @property {Uint8Array|null} [scanHash] RejectBody scanHash
             * @property {Uint8Array|null} [device] RejectBody device
             * @property {Uint8Array|null} [boot] RejectBody boot
             * @property {number|null} [counter] RejectBody counter
             * @property {string|null} [reason] RejectBody reason
             * @property {string|null} [text] RejectBody text
             * @property {boolean|null} [final] RejectBody final
             * @property {number|null} [timeMs] RejectBody timeMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RejectBody.
             * @memberof cairn.v1
             * @interface IRejectBody
             * @augments cairn.v1.RejectBody.$Properties
             * @deprecated Use cairn.v1.RejectBody.$Properties instead.
             */

            /**
             * Shape of a RejectBody.
             * @typedef {cairn.v1.RejectBody.$Properties} cairn.v1.RejectBody.$Shape
             */

            /**
             * Constructs a new RejectBody.
             * @memberof cairn.v1
             * @classdesc Represents a RejectBody.
             * @constructor
             * @param {cairn.v1.RejectBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RejectBody = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RejectBody logOrigin.
             * @member {string} logOrigin
             * @memberof cairn.v1.RejectBody
             * @instance
             */
            RejectBody.prototype.logOrigin = "";

            /**
             * RejectBody receiptKeyId.
             * @member {Uint8Array} receiptKeyId
             * @memberof cairn.v1.RejectBody
             * @instance
             */
            RejectBody.prototype.receiptKeyId = $util.newBuffer([]);

            /**
             * RejectBody scanHash.
             * @member {Uint8Array} scanHash
             * @memberof cairn.v1.RejectBody
             * @instance
             */
            RejectBody.prototype.scanHash = $util.newBuffer([]);

            /**
             * RejectBody device.
             * @member {Uint8Array} device
             * @memberof cairn.v1.RejectBody
             * @instance
             */
            RejectBody.prototype.device = $util.newBuffer([]);

            /**
             * RejectBody boot.
             * @member {Uint8Array} boot
             * @memberof cairn.v1.RejectBody
             * @instance
             */
            RejectBody.prototype.boot = $util.newBuffer([]);

            /**
             * RejectBody counter.
             * @member {number} counter
             * @memberof cairn.v1.RejectBody
             * @instance
             */
            RejectBody.prototype.counter = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * RejectBody reason.
             * @member {string} reason
             * @memberof cairn.v1.RejectBody
             * @instance
             */
            RejectBody.prototype.reason = "";

            /**
             * RejectBody text.
             * @member {string} text
             * @memberof cairn.v1.RejectBody
             * @instance
             */
            RejectBody.prototype.text = "";

            /**
             * RejectBody final.
             * @member {boolean} final
             * @memberof cairn.v1.RejectBody
             * @instance
             */
            RejectBody.prototype.final = false;

            /**
             * RejectBody timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.RejectBody
             * @instance
             */
            RejectBody.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Encodes the specified RejectBody message. Does not implicitly {@link cairn.v1.RejectBody.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.RejectBody
             * @static
             * @param {cairn.v1.RejectBody.$Properties} message RejectBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RejectBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.logOrigin != null && $Object.hasOwnProperty.call(message, "logOrigin") && message.logOrigin !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.logOrigin);
                if (message.receiptKeyId != null && $Object.hasOwnProperty.call(message, "receiptKeyId") && message.receiptKeyId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.receiptKeyId);
                if (message.scanHash != null && $Object.hasOwnProperty.call(message, "scanHash") && message.scanHash.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.scanHash);
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.device);
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.boot);
                if (message.counter != null && $Object.hasOwnProperty.call(message, "counter") && (typeof message.counter === "object" ? message.counter.low || message.counter.high : message.counter !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.counter);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.reason);
                if (message.text != null && $Object.hasOwnProperty.call(message, "text") && message.text !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.text);
                if (message.final != null && $Object.hasOwnProperty.call(message, "final") && message.final !== false)
                    writer.uint32(/* id 9, wireType 0 =*/72).bool(message.final);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 10, wireType 0 =*/80).int64(message.timeMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RejectBody message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.RejectBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.RejectBody & cairn.v1.RejectBody.$Shape} RejectBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RejectBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.RejectBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.logOrigin = value;
                            else
                                delete message.logOrigin;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.receiptKeyId = value;
                            else
                                delete message.receiptKeyId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.scanHash = value;
                            else
                                delete message.scanHash;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.boot = value;
                            else
                                delete message.boot;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.counter = value;
                            else
                                delete message.counter;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.text = value;
                            else
                                delete message.text;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.final = value;
                            else
                                delete message.final;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RejectBody;
        })();

        v1.Reject = (function() {

            /**
             * Properties of a Reject.
             * @typedef {Object} cairn.v1.Reject.$Properties
             * @property {Uint8Array|null} [body] Reject body
             * @property {Uint8Array|null} [signature] Reject signature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Reject.
             * @memberof cairn.v1
             * @interface IReject
             * @augments cairn.v1.Reject.$Properties
             * @deprecated Use cairn.v1.Reject.$Properties instead.
             */

            /**
             * Shape of a Reject.
             * @typedef {cairn.v1.Reject.$Properties} cairn.v1.Reject.$Shape
             */

            /**
             * Constructs a new Reject.
             * @memberof cairn.v1
             * @classdesc Represents a Reject.
             * @constructor
             * @param {cairn.v1.Reject.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Reject = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Reject body.
             * @member {Uint8Array} body
             * @memberof cairn.v1.Reject
             * @instance
             */
            Reject.prototype.body = $util.newBuffer([]);

            /**
             * Reject signature.
             * @member {Uint8Array} signature
             * @memberof cairn.v1.Reject
             * @instance
             */
            Reject.prototype.signature = $util.newBuffer([]);

            /**
             * Encodes the specified Reject message. Does not implicitly {@link cairn.v1.Reject.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.Reject
             * @static
             * @param {cairn.v1.Reject.$Properties} message Reject message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Reject.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.body);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.signature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Reject message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.Reject
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.Reject & cairn.v1.Reject.$Shape} Reject
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Reject.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.Reject();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.body = value;
                            else
                                delete message.body;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Reject;
        })();

        v1.SignedScan = (function() {

            /**
             * Properties of a SignedScan.
             * @typedef {Object} cairn.v1.SignedScan.$Properties
             * @property {Uint8Array|null} [device] SignedScan device
             * @property {Uint8Array|null} [keyId] SignedScan keyId
             * @property {Uint8Array|null} [boot] SignedScan boot
             * @property {number|null} [counter] SignedScan counter
             * @property {Uint8Array|null} [previous] SignedScan previous
             * @property {Uint8Array|null} [header] SignedScan header
             * @property {Uint8Array|null} [signature] SignedScan signature
             * @property {Array.<string>|null} [uris] SignedScan uris
             * @property {Array.<Uint8Array>|null} [disclosures] SignedScan disclosures
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SignedScan.
             * @memberof cairn.v1
             * @interface ISignedScan
             * @augments cairn.v1.SignedScan.$Properties
             * @deprecated Use cairn.v1.SignedScan.$Properties instead.
             */

            /**
             * Shape of a SignedScan.
             * @typedef {cairn.v1.SignedScan.$Properties} cairn.v1.SignedScan.$Shape
             */

            /**
             * Constructs a new SignedScan.
             * @memberof cairn.v1
             * @classdesc Represents a SignedScan.
             * @constructor
             * @param {cairn.v1.SignedScan.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SignedScan = function (properties) {
                this.uris = [];
                this.disclosures = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SignedScan device.
             * @member {Uint8Array} device
             * @memberof cairn.v1.SignedScan
             * @instance
             */
            SignedScan.prototype.device = $util.newBuffer([]);

            /**
             * SignedScan keyId.
             * @member {Uint8Array} keyId
             * @memberof cairn.v1.SignedScan
             * @instance
             */
            SignedScan.prototype.keyId = $util.newBuffer([]);

            /**
             * SignedScan boot.
             * @member {Uint8Array} boot
             * @memberof cairn.v1.SignedScan
             * @instance
             */
            SignedScan.prototype.boot = $util.newBuffer([]);

            /**
             * SignedScan counter.
             * @member {number} counter
             * @memberof cairn.v1.SignedScan
             * @instance
             */
            SignedScan.prototype.counter = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * SignedScan previous.
             * @member {Uint8Array} previous
             * @memberof cairn.v1.SignedScan
             * @instance
             */
            SignedScan.prototype.previous = $util.newBuffer([]);

            /**
             * SignedScan header.
             * @member {Uint8Array} header
             * @memberof cairn.v1.SignedScan
             * @instance
             */
            SignedScan.prototype.header = $util.newBuffer([]);

            /**
             * SignedScan signature.
             * @member {Uint8Array} signature
             * @memberof cairn.v1.SignedScan
             * @instance
             */
            SignedScan.prototype.signature = $util.newBuffer([]);

            /**
             * SignedScan uris.
             * @member {Array.<string>} uris
             * @memberof cairn.v1.SignedScan
             * @instance
             */
            SignedScan.prototype.uris = $util.emptyArray;

            /**
             * SignedScan disclosures.
             * @member {Array.<Uint8Array>} disclosures
             * @memberof cairn.v1.SignedScan
             * @instance
             */
            SignedScan.prototype.disclosures = $util.emptyArray;

            /**
             * Encodes the specified SignedScan message. Does not implicitly {@link cairn.v1.SignedScan.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.SignedScan
             * @static
             * @param {cairn.v1.SignedScan.$Properties} message SignedScan message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SignedScan.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.device);
                if (message.keyId != null && $Object.hasOwnProperty.call(message, "keyId") && message.keyId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.keyId);
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.boot);
                if (message.counter != null && $Object.hasOwnProperty.call(message, "counter") && (typeof message.counter === "object" ? message.counter.low || message.counter.high : message.counter !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.counter);
                if (message.previous != null && $Object.hasOwnProperty.call(message, "previous") && message.previous.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.previous);
                if (message.header != null && $Object.hasOwnProperty.call(message, "header") && message.header.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.header);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.signature);
                if (message.uris != null && message.uris.length)
                    for (let i = 0; i < message.uris.length; ++i)
                        writer.uint32(/* id 8, wireType 2 =*/66).string(message.uris[i]);
                if (message.disclosures != null && message.disclosures.length)
                    for (let i = 0; i < message.disclosures.length; ++i)
                        writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.disclosures[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SignedScan message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.SignedScan
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.SignedScan & cairn.v1.SignedScan.$Shape} SignedScan
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SignedScan.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.SignedScan();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.keyId = value;
                            else
                                delete message.keyId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.boot = value;
                            else
                                delete message.boot;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.counter = value;
                            else
                                delete message.counter;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.previous = value;
                            else
                                delete message.previous;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.header = value;
                            else
                                delete message.header;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.uris && message.uris.length))
                                message.uris = [];
                            message.uris.push(reader.stringVerify());
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.disclosures && message.disclosures.length))
                                message.disclosures = [];
                            message.disclosures.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SignedScan;
        })();

        /**
         * Precision enum.
         * @name cairn.v1.Precision
         * @enum {number}
         * @property {number} PRECISION_UNSPECIFIED=0 PRECISION_UNSPECIFIED value
         * @property {number} MILLISECOND=1 MILLISECOND value
         * @property {number} MINUTE=2 MINUTE value
         * @property {number} DAY=3 DAY value
         */
        v1.Precision = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "PRECISION_UNSPECIFIED"] = 0;
            values[valuesById[1] = "MILLISECOND"] = 1;
            values[valuesById[2] = "MINUTE"] = 2;
            values[valuesById[3] = "DAY"] = 3;
            return values;
        })();

        /**
         * EventType enum.
         * @name cairn.v1.EventType
         * @enum {number}
         * @property {number} EVENT_TYPE_UNSPECIFIED=0 EVENT_TYPE_UNSPECIFIED value
         * @property {number} OBJECT_EVENT=1 OBJECT_EVENT value
         * @property {number} AGGREGATION_EVENT=2 AGGREGATION_EVENT value
         * @property {number} TRANSACTION_EVENT=3 TRANSACTION_EVENT value
         * @property {number} TRANSFORMATION_EVENT=4 TRANSFORMATION_EVENT value
         * @property {number} ASSOCIATION_EVENT=5 ASSOCIATION_EVENT value
         */
        v1.EventType = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "EVENT_TYPE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "OBJECT_EVENT"] = 1;
            values[valuesById[2] = "AGGREGATION_EVENT"] = 2;
            values[valuesById[3] = "TRANSACTION_EVENT"] = 3;
            values[valuesById[4] = "TRANSFORMATION_EVENT"] = 4;
            values[valuesById[5] = "ASSOCIATION_EVENT"] = 5;
            return values;
        })();

        /**
         * Action enum.
         * @name cairn.v1.Action
         * @enum {number}
         * @property {number} ACTION_UNSPECIFIED=0 ACTION_UNSPECIFIED value
         * @property {number} ADD=1 ADD value
         * @property {number} OBSERVE=2 OBSERVE value
         * @property {number} DELETE=3 DELETE value
         */
        v1.Action = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ACTION_UNSPECIFIED"] = 0;
            values[valuesById[1] = "ADD"] = 1;
            values[valuesById[2] = "OBSERVE"] = 2;
            values[valuesById[3] = "DELETE"] = 3;
            return values;
        })();

        v1.ScanHeader = (function() {

            /**
             * Properties of a ScanHeader.
             * @typedef {Object} cairn.v1.ScanHeader.$Properties
             * @property {number|null} [eventTimeMs] ScanHeader eventTimeMs
             * @property {cairn.v1.Precision|null} [precision] ScanHeader precision
             * @property {number|null} [zoneOffsetMinutes] ScanHeader zoneOffsetMinutes
             * @property {cairn.v1.EventType|null} [eventType] ScanHeader eventType
             * @property {cairn.v1.Action|null} [action] ScanHeader action
             * @property {Array.<Uint8Array>|null} [objects] ScanHeader objects
             * @property {Uint8Array|null} [roles] ScanHeader roles
             * @property {Uint8Array|null} [to] ScanHeader to
             * @property {Array.<Uint8Array>|null} [claims] ScanHeader claims
             * @property {Uint8Array|null} [seenCheckpoint] ScanHeader seenCheckpoint
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ScanHeader.
             * @memberof cairn.v1
             * @interface IScanHeader
             * @augments cairn.v1.ScanHeader.$Properties
             * @deprecated Use cairn.v1.ScanHeader.$Properties instead.
             */

            /**
             * Shape of a ScanHeader.
             * @typedef {cairn.v1.ScanHeader.$Properties} cairn.v1.ScanHeader.$Shape
             */

            /**
             * Constructs a new ScanHeader.
             * @memberof cairn.v1
             * @classdesc Represents a ScanHeader.
             * @constructor
             * @param {cairn.v1.ScanHeader.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ScanHeader = function (properties) {
                this.objects = [];
                this.claims = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ScanHeader eventTimeMs.
             * @member {number} eventTimeMs
             * @memberof cairn.v1.ScanHeader
             * @instance
             */
            ScanHeader.prototype.eventTimeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * ScanHeader precision.
             * @member {cairn.v1.Precision} precision
             * @memberof cairn.v1.ScanHeader
             * @instance
             */
            ScanHeader.prototype.precision = 0;

            /**
             * ScanHeader zoneOffsetMinutes.
             * @member {number} zoneOffsetMinutes
             * @memberof cairn.v1.ScanHeader
             * @instance
             */
            ScanHeader.prototype.zoneOffsetMinutes = 0;

            /**
             * ScanHeader eventType.
             * @member {cairn.v1.EventType} eventType
             * @memberof cairn.v1.ScanHeader
             * @instance
             */
            ScanHeader.prototype.eventType = 0;

            /**
             * ScanHeader action.
             * @member {cairn.v1.Action} action
             * @memberof cairn.v1.ScanHeader
             * @instance
             */
            ScanHeader.prototype.action = 0;

            /**
             * ScanHeader objects.
             * @member {Array.<Uint8Array>} objects
             * @memberof cairn.v1.ScanHeader
             * @instance
             */
            ScanHeader.prototype.objects = $util.emptyArray;

            /**
             * ScanHeader roles.
             * @member {Uint8Array} roles
             * @memberof cairn.v1.ScanHeader
             * @instance
             */
            ScanHeader.prototype.roles = $util.newBuffer([]);

            /**
             * ScanHeader to.
             * @member {Uint8Array} to
             * @memberof cairn.v1.ScanHeader
             * @instance
             */
            ScanHeader.prototype.to = $util.newBuffer([]);

            /**
             * ScanHeader claims.
             * @member {Array.<Uint8Array>} claims
             * @memberof cairn.v1.ScanHeader
             * @instance
             */
            ScanHeader.prototype.claims = $util.emptyArray;

            /**
             * ScanHeader seenCheckpoint.
             * @member {Uint8Array} seenCheckpoint
             * @memberof cairn.v1.ScanHeader
             * @instance
             */
            ScanHeader.prototype.seenCheckpoint = $util.newBuffer([]);

            /**
             * Encodes the specified ScanHeader message. Does not implicitly {@link cairn.v1.ScanHeader.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.ScanHeader
             * @static
             * @param {cairn.v1.ScanHeader.$Properties} message ScanHeader message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ScanHeader.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.eventTimeMs != null && $Object.hasOwnProperty.call(message, "eventTimeMs") && (typeof message.eventTimeMs === "object" ? message.eventTimeMs.low || message.eventTimeMs.high : message.eventTimeMs !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).int64(message.eventTimeMs);
                if (message.precision != null && $Object.hasOwnProperty.call(message, "precision") && message.precision !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.precision);
                if (message.zoneOffsetMinutes != null && $Object.hasOwnProperty.call(message, "zoneOffsetMinutes") && message.zoneOffsetMinutes !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).sint32(message.zoneOffsetMinutes);
                if (message.eventType != null && $Object.hasOwnProperty.call(message, "eventType") && message.eventType !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.eventType);
                if (message.action != null && $Object.hasOwnProperty.call(message, "action") && message.action !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).int32(message.action);
                if (message.objects != null && message.objects.length)
                    for (let i = 0; i < message.objects.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.objects[i]);
                if (message.roles != null && $Object.hasOwnProperty.call(message, "roles") && message.roles.length)
                    writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.roles);
                if (message.to != null && $Object.hasOwnProperty.call(message, "to") && message.to.length)
                    writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.to);
                if (message.claims != null && message.claims.length)
                    for (let i = 0; i < message.claims.length; ++i)
                        writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.claims[i]);
                if (message.seenCheckpoint != null && $Object.hasOwnProperty.call(message, "seenCheckpoint") && message.seenCheckpoint.length)
                    writer.uint32(/* id 10, wireType 2 =*/82).bytes(message.seenCheckpoint);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ScanHeader message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.ScanHeader
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.ScanHeader & cairn.v1.ScanHeader.$Shape} ScanHeader
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ScanHeader.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.ScanHeader();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.eventTimeMs = value;
                            else
                                delete message.eventTimeMs;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.precision = value;
                            else
                                delete message.precision;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.zoneOffsetMinutes = value;
                            else
                                delete message.zoneOffsetMinutes;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.eventType = value;
                            else
                                delete message.eventType;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.action = value;
                            else
                                delete message.action;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.objects && message.objects.length))
                                message.objects = [];
                            message.objects.push(reader.bytes());
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.roles = value;
                            else
                                delete message.roles;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.claims && message.claims.length))
                                message.claims = [];
                            message.claims.push(reader.bytes());
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.seenCheckpoint = value;
                            else
                                delete message.seenCheckpoint;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ScanHeader;
        })();

        v1.PrivatePart = (function() {

            /**
             * Properties of a PrivatePart.
             * @typedef {Object} cairn.v1.PrivatePart.$Properties
             * @property {Array.<string>|null} [uris] PrivatePart uris
             * @property {Array.<Uint8Array>|null} [disclosures] PrivatePart disclosures
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PrivatePart.
             * @memberof cairn.v1
             * @interface IPrivatePart
             * @augments cairn.v1.PrivatePart.$Properties
             * @deprecated Use cairn.v1.PrivatePart.$Properties instead.
             */

            /**
             * Shape of a PrivatePart.
             * @typedef {cairn.v1.PrivatePart.$Properties} cairn.v1.PrivatePart.$Shape
             */

            /**
             * Constructs a new PrivatePart.
             * @memberof cairn.v1
             * @classdesc Represents a PrivatePart.
             * @constructor
             * @param {cairn.v1.PrivatePart.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PrivatePart = function (properties) {
                this.uris = [];
                this.disclosures = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PrivatePart uris.
             * @member {Array.<string>} uris
             * @memberof cairn.v1.PrivatePart
             * @instance
             */
            PrivatePart.prototype.uris = $util.emptyArray;

            /**
             * PrivatePart disclosures.
             * @member {Array.<Uint8Array>} disclosures
             * @memberof cairn.v1.PrivatePart
             * @instance
             */
            PrivatePart.prototype.disclosures = $util.emptyArray;

            /**
             * Encodes the specified PrivatePart message. Does not implicitly {@link cairn.v1.PrivatePart.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.PrivatePart
             * @static
             * @param {cairn.v1.PrivatePart.$Properties} message PrivatePart message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PrivatePart.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.uris != null && message.uris.length)
                    for (let i = 0; i < message.uris.length; ++i)
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.uris[i]);
                if (message.disclosures != null && message.disclosures.length)
                    for (let i = 0; i < message.disclosures.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.disclosures[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PrivatePart message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.PrivatePart
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.PrivatePart & cairn.v1.PrivatePart.$Shape} PrivatePart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PrivatePart.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.PrivatePart();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.uris && message.uris.length))
                                message.uris = [];
                            message.uris.push(reader.stringVerify());
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.disclosures && message.disclosures.length))
                                message.disclosures = [];
                            message.disclosures.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PrivatePart;
        })();

        v1.StreamRecord = (function() {

            /**
             * Properties of a StreamRecord.
             * @typedef {Object} cairn.v1.StreamRecord.$Properties
             * @property {Uint8Array|null} [body] StreamRecord body
             * @property {Uint8Array|null} [mac] StreamRecord mac
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a StreamRecord.
             * @memberof cairn.v1
             * @interface IStreamRecord
             * @augments cairn.v1.StreamRecord.$Properties
             * @deprecated Use cairn.v1.StreamRecord.$Properties instead.
             */

            /**
             * Shape of a StreamRecord.
             * @typedef {cairn.v1.StreamRecord.$Properties} cairn.v1.StreamRecord.$Shape
             */

            /**
             * Constructs a new StreamRecord.
             * @memberof cairn.v1
             * @classdesc Represents a StreamRecord.
             * @constructor
             * @param {cairn.v1.StreamRecord.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const StreamRecord = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * StreamRecord body.
             * @member {Uint8Array} body
             * @memberof cairn.v1.StreamRecord
             * @instance
             */
            StreamRecord.prototype.body = $util.newBuffer([]);

            /**
             * StreamRecord mac.
             * @member {Uint8Array} mac
             * @memberof cairn.v1.StreamRecord
             * @instance
             */
            StreamRecord.prototype.mac = $util.newBuffer([]);

            /**
             * Encodes the specified StreamRecord message. Does not implicitly {@link cairn.v1.StreamRecord.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.StreamRecord
             * @static
             * @param {cairn.v1.StreamRecord.$Properties} message StreamRecord message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            StreamRecord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.body);
                if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.mac);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a StreamRecord message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.StreamRecord
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.StreamRecord & cairn.v1.StreamRecord.$Shape} StreamRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            StreamRecord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.StreamRecord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.body = value;
                            else
                                delete message.body;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.mac = value;
                            else
                                delete message.mac;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return StreamRecord;
        })();

        v1.StreamBatch = (function() {

            /**
             * Properties of a StreamBatch.
             * @typedef {Object} cairn.v1.StreamBatch.$Properties
             * @property {Array.<cairn.v1.VerifiedScan.$Properties>|null} [scans] StreamBatch scans
             * @property {Array.<cairn.v1.SubmittedEvent.$Properties>|null} [events] StreamBatch events
             * @property {Array.<cairn.v1.RejectedScan.$Properties>|null} [rejected] StreamBatch rejected
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a StreamBatch.
             * @memberof cairn.v1
             * @interface IStreamBatch
             * @augments cairn.v1.StreamBatch.$Properties
             * @deprecated Use cairn.v1.StreamBatch.$Properties instead.
             */

            /**
             * Shape of a StreamBatch.
             * @typedef {cairn.v1.StreamBatch.$Properties} cairn.v1.StreamBatch.$Shape
             */

            /**
             * Constructs a new StreamBatch.
             * @memberof cairn.v1
             * @classdesc Represents a StreamBatch.
             * @constructor
             * @param {cairn.v1.StreamBatch.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const StreamBatch = function (properties) {
                this.scans = [];
                this.events = [];
                this.rejected = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * StreamBatch scans.
             * @member {Array.<cairn.v1.VerifiedScan.$Properties>} scans
             * @memberof cairn.v1.StreamBatch
             * @instance
             */
            StreamBatch.prototype.scans = $util.emptyArray;

            /**
             * StreamBatch events.
             * @member {Array.<cairn.v1.SubmittedEvent.$Properties>} events
             * @memberof cairn.v1.StreamBatch
             * @instance
             */
            StreamBatch.prototype.events = $util.emptyArray;

            /**
             * StreamBatch rejected.
             * @member {Array.<cairn.v1.RejectedScan.$Properties>} rejected
             * @memberof cairn.v1.StreamBatch
             * @instance
             */
            StreamBatch.prototype.rejected = $util.emptyArray;

            /**
             * Encodes the specified StreamBatch message. Does not implicitly {@link cairn.v1.StreamBatch.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.StreamBatch
             * @static
             * @param {cairn.v1.StreamBatch.$Properties} message StreamBatch message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            StreamBatch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.scans != null && message.scans.length)
                    for (let i = 0; i < message.scans.length; ++i)
                        $root.cairn.v1.VerifiedScan.encode(message.scans[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.events != null && message.events.length)
                    for (let i = 0; i < message.events.length; ++i)
                        $root.cairn.v1.SubmittedEvent.encode(message.events[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.rejected != null && message.rejected.length)
                    for (let i = 0; i < message.rejected.length; ++i)
                        $root.cairn.v1.RejectedScan.encode(message.rejected[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a StreamBatch message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.StreamBatch
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.StreamBatch & cairn.v1.StreamBatch.$Shape} StreamBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            StreamBatch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.StreamBatch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.scans && message.scans.length))
                                message.scans = [];
                            message.scans.push($root.cairn.v1.VerifiedScan.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.events && message.events.length))
                                message.events = [];
                            message.events.push($root.cairn.v1.SubmittedEvent.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.rejected && message.rejected.length))
                                message.rejected = [];
                            message.rejected.push($root.cairn.v1.RejectedScan.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return StreamBatch;
        })();

        v1.VerifiedScan = (function() {

            /**
             * Properties of a VerifiedScan.
             * @typedef {Object} cairn.v1.VerifiedScan.$Properties
             * @property {Uint8Array|null} [signedScan] VerifiedScan signedScan
             * @property {number|null} [receivedTimeMs] VerifiedScan receivedTimeMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VerifiedScan.
             * @memberof cairn.v1
             * @interface IVerifiedScan
             * @augments cairn.v1.VerifiedScan.$Properties
             * @deprecated Use cairn.v1.VerifiedScan.$Properties instead.
             */

            /**
             * Shape of a VerifiedScan.
             * @typedef {cairn.v1.VerifiedScan.$Properties} cairn.v1.VerifiedScan.$Shape
             */

            /**
             * Constructs a new VerifiedScan.
             * @memberof cairn.v1
             * @classdesc Represents a VerifiedScan.
             * @constructor
             * @param {cairn.v1.VerifiedScan.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VerifiedScan = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VerifiedScan signedScan.
             * @member {Uint8Array} signedScan
             * @memberof cairn.v1.VerifiedScan
             * @instance
             */
            VerifiedScan.prototype.signedScan = $util.newBuffer([]);

            /**
             * VerifiedScan receivedTimeMs.
             * @member {number} receivedTimeMs
             * @memberof cairn.v1.VerifiedScan
             * @instance
             */
            VerifiedScan.prototype.receivedTimeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Encodes the specified VerifiedScan message. Does not implicitly {@link cairn.v1.VerifiedScan.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.VerifiedScan
             * @static
             * @param {cairn.v1.VerifiedScan.$Properties} message VerifiedScan message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VerifiedScan.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.signedScan != null && $Object.hasOwnProperty.call(message, "signedScan") && message.signedScan.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.signedScan);
                if (message.receivedTimeMs != null && $Object.hasOwnProperty.call(message, "receivedTimeMs") && (typeof message.receivedTimeMs === "object" ? message.receivedTimeMs.low || message.receivedTimeMs.high : message.receivedTimeMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).int64(message.receivedTimeMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a VerifiedScan message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.VerifiedScan
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.VerifiedScan & cairn.v1.VerifiedScan.$Shape} VerifiedScan
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VerifiedScan.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.VerifiedScan();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signedScan = value;
                            else
                                delete message.signedScan;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.receivedTimeMs = value;
                            else
                                delete message.receivedTimeMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return VerifiedScan;
        })();

        v1.SubmittedEvent = (function() {

            /**
             * Properties of a SubmittedEvent.
             * @typedef {Object} cairn.v1.SubmittedEvent.$Properties
             * @property {Uint8Array|null} [signedEvent] SubmittedEvent signedEvent
             * @property {Array.<Uint8Array>|null} [disclosures] SubmittedEvent disclosures
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SubmittedEvent.
             * @memberof cairn.v1
             * @interface ISubmittedEvent
             * @augments cairn.v1.SubmittedEvent.$Properties
             * @deprecated Use cairn.v1.SubmittedEvent.$Properties instead.
             */

            /**
             * Shape of a SubmittedEvent.
             * @typedef {cairn.v1.SubmittedEvent.$Properties} cairn.v1.SubmittedEvent.$Shape
             */

            /**
             * Constructs a new SubmittedEvent.
             * @memberof cairn.v1
             * @classdesc Represents a SubmittedEvent.
             * @constructor
             * @param {cairn.v1.SubmittedEvent.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SubmittedEvent = function (properties) {
                this.disclosures = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SubmittedEvent signedEvent.
             * @member {Uint8Array} signedEvent
             * @memberof cairn.v1.SubmittedEvent
             * @instance
             */
            SubmittedEvent.prototype.signedEvent = $util.newBuffer([]);

            /**
             * SubmittedEvent disclosures.
             * @member {Array.<Uint8Array>} disclosures
             * @memberof cairn.v1.SubmittedEvent
             * @instance
             */
            SubmittedEvent.prototype.disclosures = $util.emptyArray;

            /**
             * Encodes the specified SubmittedEvent message. Does not implicitly {@link cairn.v1.SubmittedEvent.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.SubmittedEvent
             * @static
             * @param {cairn.v1.SubmittedEvent.$Properties} message SubmittedEvent message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SubmittedEvent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.signedEvent != null && $Object.hasOwnProperty.call(message, "signedEvent") && message.signedEvent.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.signedEvent);
                if (message.disclosures != null && message.disclosures.length)
                    for (let i = 0; i < message.disclosures.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.disclosures[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SubmittedEvent message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.SubmittedEvent
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.SubmittedEvent & cairn.v1.SubmittedEvent.$Shape} SubmittedEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SubmittedEvent.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.SubmittedEvent();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signedEvent = value;
                            else
                                delete message.signedEvent;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.disclosures && message.disclosures.length))
                                message.disclosures = [];
                            message.disclosures.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SubmittedEvent;
        })();

        v1.RejectedScan = (function() {

            /**
             * Properties of a RejectedScan.
             * @typedef {Object} cairn.v1.RejectedScan.$Properties
             * @property {Uint8Array|null} [payloadHash] RejectedScan payloadHash
             * @property {Uint8Array|null} [device] RejectedScan device
             * @property {Uint8Array|null} [boot] RejectedScan boot
             * @property {number|null} [counter] RejectedScan counter
             * @property {string|null} [reason] RejectedScan reason
             * @property {string|null} [text] RejectedScan text
             * @property {boolean|null} [final] RejectedScan final
             * @property {number|null} [receivedTimeMs] RejectedScan receivedTimeMs
             * @property {cairn.v1.SignedStatementBytes.$Properties|null} [statement] RejectedScan statement
             * @property {Uint8Array|null} [payloadHead] RejectedScan payloadHead
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RejectedScan.
             * @memberof cairn.v1
             * @interface IRejectedScan
             * @augments cairn.v1.RejectedScan.$Properties
             * @deprecated Use cairn.v1.RejectedScan.$Properties instead.
             */

            /**
             * Shape of a RejectedScan.
             * @typedef {cairn.v1.RejectedScan.$Properties} cairn.v1.RejectedScan.$Shape
             */

            /**
             * Constructs a new RejectedScan.
             * @memberof cairn.v1
             * @classdesc Represents a RejectedScan.
             * @constructor
             * @param {cairn.v1.RejectedScan.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RejectedScan = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RejectedScan payloadHash.
             * @member {Uint8Array} payloadHash
             * @memberof cairn.v1.RejectedScan
             * @instance
             */
            RejectedScan.prototype.payloadHash = $util.newBuffer([]);

            /**
             * RejectedScan device.
             * @member {Uint8Array} device
             * @memberof cairn.v1.RejectedScan
             * @instance
             */
            RejectedScan.prototype.device = $util.newBuffer([]);

            /**
             * RejectedScan boot.
             * @member {Uint8Array} boot
             * @memberof cairn.v1.RejectedScan
             * @instance
             */
            RejectedScan.prototype.boot = $util.newBuffer([]);

            /**
             * RejectedScan counter.
             * @member {number} counter
             * @memberof cairn.v1.RejectedScan
             * @instance
             */
            RejectedScan.prototype.counter = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * RejectedScan reason.
             * @member {string} reason
             * @memberof cairn.v1.RejectedScan
             * @instance
             */
            RejectedScan.prototype.reason = "";

            /**
             * RejectedScan text.
             * @member {string} text
             * @memberof cairn.v1.RejectedScan
             * @instance
             */
            RejectedScan.prototype.text = "";

            /**
             * RejectedScan final.
             * @member {boolean} final
             * @memberof cairn.v1.RejectedScan
             * @instance
             */
            RejectedScan.prototype.final = false;

            /**
             * RejectedScan receivedTimeMs.
             * @member {number} receivedTimeMs
             * @memberof cairn.v1.RejectedScan
             * @instance
             */
            RejectedScan.prototype.receivedTimeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * RejectedScan statement.
             * @member {cairn.v1.SignedStatementBytes.$Properties|null|undefined} statement
             * @memberof cairn.v1.RejectedScan
             * @instance
             */
            RejectedScan.prototype.statement = null;

            /**
             * RejectedScan payloadHead.
             * @member {Uint8Array} payloadHead
             * @memberof cairn.v1.RejectedScan
             * @instance
             */
            RejectedScan.prototype.payloadHead = $util.newBuffer([]);

            /**
             * Encodes the specified RejectedScan message. Does not implicitly {@link cairn.v1.RejectedScan.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.RejectedScan
             * @static
             * @param {cairn.v1.RejectedScan.$Properties} message RejectedScan message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RejectedScan.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.payloadHash != null && $Object.hasOwnProperty.call(message, "payloadHash") && message.payloadHash.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.payloadHash);
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.device);
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.boot);
                if (message.counter != null && $Object.hasOwnProperty.call(message, "counter") && (typeof message.counter === "object" ? message.counter.low || message.counter.high : message.counter !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.counter);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.reason);
                if (message.text != null && $Object.hasOwnProperty.call(message, "text") && message.text !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.text);
                if (message.final != null && $Object.hasOwnProperty.call(message, "final") && message.final !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.final);
                if (message.receivedTimeMs != null && $Object.hasOwnProperty.call(message, "receivedTimeMs") && (typeof message.receivedTimeMs === "object" ? message.receivedTimeMs.low || message.receivedTimeMs.high : message.receivedTimeMs !== 0))
                    writer.uint32(/* id 8, wireType 0 =*/64).int64(message.receivedTimeMs);
                if (message.statement != null && $Object.hasOwnProperty.call(message, "statement"))
                    $root.cairn.v1.SignedStatementBytes.encode(message.statement, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.payloadHead != null && $Object.hasOwnProperty.call(message, "payloadHead") && message.payloadHead.length)
                    writer.uint32(/* id 10, wireType 2 =*/82).bytes(message.payloadHead);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RejectedScan message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.RejectedScan
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.RejectedScan & cairn.v1.RejectedScan.$Shape} RejectedScan
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RejectedScan.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.RejectedScan();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.payloadHash = value;
                            else
                                delete message.payloadHash;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.boot = value;
                            else
                                delete message.boot;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.counter = value;
                            else
                                delete message.counter;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.text = value;
                            else
                                delete message.text;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.final = value;
                            else
                                delete message.final;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.receivedTimeMs = value;
                            else
                                delete message.receivedTimeMs;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.statement = $root.cairn.v1.SignedStatementBytes.decode(reader, reader.size(), $undefined, _depth + 1, message.statement);
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.payloadHead = value;
                            else
                                delete message.payloadHead;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RejectedScan;
        })();

        v1.SignedStatementBytes = (function() {

            /**
             * Properties of a SignedStatementBytes.
             * @typedef {Object} cairn.v1.SignedStatementBytes.$Properties
             * @property {Uint8Array|null} [signedStatement] SignedStatementBytes signedStatement
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SignedStatementBytes.
             * @memberof cairn.v1
             * @interface ISignedStatementBytes
             * @augments cairn.v1.SignedStatementBytes.$Properties
             * @deprecated Use cairn.v1.SignedStatementBytes.$Properties instead.
             */

            /**
             * Shape of a SignedStatementBytes.
             * @typedef {cairn.v1.SignedStatementBytes.$Properties} cairn.v1.SignedStatementBytes.$Shape
             */

            /**
             * Constructs a new SignedStatementBytes.
             * @memberof cairn.v1
             * @classdesc Represents a SignedStatementBytes.
             * @constructor
             * @param {cairn.v1.SignedStatementBytes.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SignedStatementBytes = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SignedStatementBytes signedStatement.
             * @member {Uint8Array} signedStatement
             * @memberof cairn.v1.SignedStatementBytes
             * @instance
             */
            SignedStatementBytes.prototype.signedStatement = $util.newBuffer([]);

            /**
             * Encodes the specified SignedStatementBytes message. Does not implicitly {@link cairn.v1.SignedStatementBytes.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.SignedStatementBytes
             * @static
             * @param {cairn.v1.SignedStatementBytes.$Properties} message SignedStatementBytes message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SignedStatementBytes.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.signedStatement != null && $Object.hasOwnProperty.call(message, "signedStatement") && message.signedStatement.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.signedStatement);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SignedStatementBytes message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.SignedStatementBytes
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.SignedStatementBytes & cairn.v1.SignedStatementBytes.$Shape} SignedStatementBytes
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SignedStatementBytes.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.SignedStatementBytes();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signedStatement = value;
                            else
                                delete message.signedStatement;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SignedStatementBytes;
        })();

        v1.OutgoingBatch = (function() {

            /**
             * Properties of an OutgoingBatch.
             * @typedef {Object} cairn.v1.OutgoingBatch.$Properties
             * @property {Array.<cairn.v1.OutgoingMessage.$Properties>|null} [messages] OutgoingBatch messages
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an OutgoingBatch.
             * @memberof cairn.v1
             * @interface IOutgoingBatch
             * @augments cairn.v1.OutgoingBatch.$Properties
             * @deprecated Use cairn.v1.OutgoingBatch.$Properties instead.
             */

            /**
             * Shape of an OutgoingBatch.
             * @typedef {cairn.v1.OutgoingBatch.$Properties} cairn.v1.OutgoingBatch.$Shape
             */

            /**
             * Constructs a new OutgoingBatch.
             * @memberof cairn.v1
             * @classdesc Represents an OutgoingBatch.
             * @constructor
             * @param {cairn.v1.OutgoingBatch.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const OutgoingBatch = function (properties) {
                this.messages = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * OutgoingBatch messages.
             * @member {Array.<cairn.v1.OutgoingMessage.$Properties>} messages
             * @memberof cairn.v1.OutgoingBatch
             * @instance
             */
            OutgoingBatch.prototype.messages = $util.emptyArray;

            /**
             * Encodes the specified OutgoingBatch message. Does not implicitly {@link cairn.v1.OutgoingBatch.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.OutgoingBatch
             * @static
             * @param {cairn.v1.OutgoingBatch.$Properties} message OutgoingBatch message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            OutgoingBatch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.messages != null && message.messages.length)
                    for (let i = 0; i < message.messages.length; ++i)
                        $root.cairn.v1.OutgoingMessage.encode(message.messages[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an OutgoingBatch message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.OutgoingBatch
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.OutgoingBatch & cairn.v1.OutgoingBatch.$Shape} OutgoingBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            OutgoingBatch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.OutgoingBatch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.messages && message.messages.length))
                                message.messages = [];
                            message.messages.push($root.cairn.v1.OutgoingMessage.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return OutgoingBatch;
        })();

        v1.OutgoingMessage = (function() {

            /**
             * Properties of an OutgoingMessage.
             * @typedef {Object} cairn.v1.OutgoingMessage.$Properties
             * @property {Uint8Array|null} [device] OutgoingMessage device
             * @property {string|null} [deviceId] OutgoingMessage deviceId
             * @property {Uint8Array|null} [payload] OutgoingMessage payload
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an OutgoingMessage.
             * @memberof cairn.v1
             * @interface IOutgoingMessage
             * @augments cairn.v1.OutgoingMessage.$Properties
             * @deprecated Use cairn.v1.OutgoingMessage.$Properties instead.
             */

            /**
             * Shape of an OutgoingMessage.
             * @typedef {cairn.v1.OutgoingMessage.$Properties} cairn.v1.OutgoingMessage.$Shape
             */

            /**
             * Constructs a new OutgoingMessage.
             * @memberof cairn.v1
             * @classdesc Represents an OutgoingMessage.
             * @constructor
             * @param {cairn.v1.OutgoingMessage.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const OutgoingMessage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * OutgoingMessage device.
             * @member {Uint8Array} device
             * @memberof cairn.v1.OutgoingMessage
             * @instance
             */
            OutgoingMessage.prototype.device = $util.newBuffer([]);

            /**
             * OutgoingMessage deviceId.
             * @member {string} deviceId
             * @memberof cairn.v1.OutgoingMessage
             * @instance
             */
            OutgoingMessage.prototype.deviceId = "";

            /**
             * OutgoingMessage payload.
             * @member {Uint8Array} payload
             * @memberof cairn.v1.OutgoingMessage
             * @instance
             */
            OutgoingMessage.prototype.payload = $util.newBuffer([]);

            /**
             * Encodes the specified OutgoingMessage message. Does not implicitly {@link cairn.v1.OutgoingMessage.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.OutgoingMessage
             * @static
             * @param {cairn.v1.OutgoingMessage.$Properties} message OutgoingMessage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            OutgoingMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.device);
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId") && message.deviceId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.deviceId);
                if (message.payload != null && $Object.hasOwnProperty.call(message, "payload") && message.payload.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.payload);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an OutgoingMessage message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.OutgoingMessage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.OutgoingMessage & cairn.v1.OutgoingMessage.$Shape} OutgoingMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            OutgoingMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.OutgoingMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.deviceId = value;
                            else
                                delete message.deviceId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.payload = value;
                            else
                                delete message.payload;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return OutgoingMessage;
        })();

        v1.LookupBatch = (function() {

            /**
             * Properties of a LookupBatch.
             * @typedef {Object} cairn.v1.LookupBatch.$Properties
             * @property {Array.<cairn.v1.Lookup.$Properties>|null} [lookups] LookupBatch lookups
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a LookupBatch.
             * @memberof cairn.v1
             * @interface ILookupBatch
             * @augments cairn.v1.LookupBatch.$Properties
             * @deprecated Use cairn.v1.LookupBatch.$Properties instead.
             */

            /**
             * Shape of a LookupBatch.
             * @typedef {cairn.v1.LookupBatch.$Properties} cairn.v1.LookupBatch.$Shape
             */

            /**
             * Constructs a new LookupBatch.
             * @memberof cairn.v1
             * @classdesc Represents a LookupBatch.
             * @constructor
             * @param {cairn.v1.LookupBatch.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const LookupBatch = function (properties) {
                this.lookups = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * LookupBatch lookups.
             * @member {Array.<cairn.v1.Lookup.$Properties>} lookups
             * @memberof cairn.v1.LookupBatch
             * @instance
             */
            LookupBatch.prototype.lookups = $util.emptyArray;

            /**
             * Encodes the specified LookupBatch message. Does not implicitly {@link cairn.v1.LookupBatch.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.LookupBatch
             * @static
             * @param {cairn.v1.LookupBatch.$Properties} message LookupBatch message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            LookupBatch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.lookups != null && message.lookups.length)
                    for (let i = 0; i < message.lookups.length; ++i)
                        $root.cairn.v1.Lookup.encode(message.lookups[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a LookupBatch message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.LookupBatch
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.LookupBatch & cairn.v1.LookupBatch.$Shape} LookupBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            LookupBatch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.LookupBatch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.lookups && message.lookups.length))
                                message.lookups = [];
                            message.lookups.push($root.cairn.v1.Lookup.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LookupBatch;
        })();

        v1.Lookup = (function() {

            /**
             * Properties of a Lookup.
             * @typedef {Object} cairn.v1.Lookup.$Properties
             * @property {Uint8Array|null} [id] Lookup id
             * @property {number|null} [timeMs] Lookup timeMs
             * @property {string|null} [who] Lookup who
             * @property {string|null} [question] Lookup question
             * @property {number|null} [status] Lookup status
             * @property {Uint8Array|null} [answerHash] Lookup answerHash
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Lookup.
             * @memberof cairn.v1
             * @interface ILookup
             * @augments cairn.v1.Lookup.$Properties
             * @deprecated Use cairn.v1.Lookup.$Properties instead.
             */

            /**
             * Shape of a Lookup.
             * @typedef {cairn.v1.Lookup.$Properties} cairn.v1.Lookup.$Shape
             */

            /**
             * Constructs a new Lookup.
             * @memberof cairn.v1
             * @classdesc Represents a Lookup.
             * @constructor
             * @param {cairn.v1.Lookup.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Lookup = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Lookup id.
             * @member {Uint8Array} id
             * @memberof cairn.v1.Lookup
             * @instance
             */
            Lookup.prototype.id = $util.newBuffer([]);

            /**
             * Lookup timeMs.
             * @member {number} timeMs
             * @memberof cairn.v1.Lookup
             * @instance
             */
            Lookup.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Lookup who.
             * @member {string} who
             * @memberof cairn.v1.Lookup
             * @instance
             */
            Lookup.prototype.who = "";

            /**
             * Lookup question.
             * @member {string} question
             * @memberof cairn.v1.Lookup
             * @instance
             */
            Lookup.prototype.question = "";

            /**
             * Lookup status.
             * @member {number} status
             * @memberof cairn.v1.Lookup
             * @instance
             */
            Lookup.prototype.status = 0;

            /**
             * Lookup answerHash.
             * @member {Uint8Array} answerHash
             * @memberof cairn.v1.Lookup
             * @instance
             */
            Lookup.prototype.answerHash = $util.newBuffer([]);

            /**
             * Encodes the specified Lookup message. Does not implicitly {@link cairn.v1.Lookup.verify|verify} messages.
             * @function encode
             * @memberof cairn.v1.Lookup
             * @static
             * @param {cairn.v1.Lookup.$Properties} message Lookup message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Lookup.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.id);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).int64(message.timeMs);
                if (message.who != null && $Object.hasOwnProperty.call(message, "who") && message.who !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.who);
                if (message.question != null && $Object.hasOwnProperty.call(message, "question") && message.question !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.question);
                if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.status);
                if (message.answerHash != null && $Object.hasOwnProperty.call(message, "answerHash") && message.answerHash.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.answerHash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Lookup message from the specified reader or buffer.
             * @function decode
             * @memberof cairn.v1.Lookup
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {cairn.v1.Lookup & cairn.v1.Lookup.$Shape} Lookup
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Lookup.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.cairn.v1.Lookup();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.who = value;
                            else
                                delete message.who;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.question = value;
                            else
                                delete message.question;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.status = value;
                            else
                                delete message.status;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.answerHash = value;
                            else
                                delete message.answerHash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Lookup;
        })();

        return v1;
    })();

    return cairn;
})();

export {
  $root as default
};
