// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Coap
{
    /// <summary>Request methods and response codes as they stand on the wire: class in the upper three bits, detail in the lower five.</summary>
    public enum CoapCode : byte
    {
        /// <summary>0.00 Empty message. As an object's answer: the value comes later, see <see cref="Pending"/>.</summary>
        Empty = 0x00,

        /// <summary>An object's answer "not yet": the operation is run again when the object says the value has come.</summary>
        Pending = 0x00,

        /// <summary>0.01 GET.</summary>
        Get = 0x01,

        /// <summary>0.02 POST.</summary>
        Post = 0x02,

        /// <summary>0.03 PUT.</summary>
        Put = 0x03,

        /// <summary>0.04 DELETE.</summary>
        Delete = 0x04,

        /// <summary>0.05 FETCH, RFC 8132.</summary>
        Fetch = 0x05,

        /// <summary>0.06 PATCH, RFC 8132.</summary>
        Patch = 0x06,

        /// <summary>0.07 iPATCH, RFC 8132.</summary>
        IPatch = 0x07,

        /// <summary>2.01 Created.</summary>
        Created = 0x41,

        /// <summary>2.02 Deleted.</summary>
        Deleted = 0x42,

        /// <summary>2.03 Valid.</summary>
        Valid = 0x43,

        /// <summary>2.04 Changed.</summary>
        Changed = 0x44,

        /// <summary>2.05 Content.</summary>
        Content = 0x45,

        /// <summary>2.31 Continue, RFC 7959.</summary>
        Continue = 0x5F,

        /// <summary>4.00 Bad Request.</summary>
        BadRequest = 0x80,

        /// <summary>4.01 Unauthorized.</summary>
        Unauthorized = 0x81,

        /// <summary>4.02 Bad Option.</summary>
        BadOption = 0x82,

        /// <summary>4.03 Forbidden.</summary>
        Forbidden = 0x83,

        /// <summary>4.04 Not Found.</summary>
        NotFound = 0x84,

        /// <summary>4.05 Method Not Allowed.</summary>
        MethodNotAllowed = 0x85,

        /// <summary>4.06 Not Acceptable.</summary>
        NotAcceptable = 0x86,

        /// <summary>4.08 Request Entity Incomplete, RFC 7959.</summary>
        RequestEntityIncomplete = 0x88,

        /// <summary>4.13 Request Entity Too Large.</summary>
        RequestEntityTooLarge = 0x8D,

        /// <summary>4.15 Unsupported Content-Format.</summary>
        UnsupportedContentFormat = 0x8F,

        /// <summary>4.29 Too Many Requests, RFC 8516.</summary>
        TooManyRequests = 0x9D,

        /// <summary>5.00 Internal Server Error.</summary>
        InternalServerError = 0xA0,

        /// <summary>5.01 Not Implemented.</summary>
        NotImplemented = 0xA1,

        /// <summary>5.03 Service Unavailable.</summary>
        ServiceUnavailable = 0xA3,

        /// <summary>5.04 Gateway Timeout.</summary>
        GatewayTimeout = 0xA4,

        /// <summary>5.05 Proxying Not Supported.</summary>
        ProxyingNotSupported = 0xA5
    }
}
