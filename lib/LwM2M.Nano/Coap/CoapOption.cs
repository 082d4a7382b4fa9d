// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Coap
{
    /// <summary>Option numbers, RFC 7252 section 5.10, RFC 7641, RFC 7959 and RFC 7967.</summary>
    public static class CoapOption
    {
        /// <summary>Uri-Host, string, critical.</summary>
        public const int UriHost = 3;

        /// <summary>ETag, 1 to 8 bytes, elective.</summary>
        public const int ETag = 4;

        /// <summary>Observe, uint of 0 to 3 bytes, elective.</summary>
        public const int Observe = 6;

        /// <summary>Uri-Port, uint of 0 to 2 bytes, critical.</summary>
        public const int UriPort = 7;

        /// <summary>Location-Path, string, repeatable, elective.</summary>
        public const int LocationPath = 8;

        /// <summary>Uri-Path, string, repeatable, critical.</summary>
        public const int UriPath = 11;

        /// <summary>Content-Format, uint of 0 to 2 bytes, elective.</summary>
        public const int ContentFormat = 12;

        /// <summary>Max-Age, uint of 0 to 4 bytes, elective.</summary>
        public const int MaxAge = 14;

        /// <summary>Uri-Query, string, repeatable, critical.</summary>
        public const int UriQuery = 15;

        /// <summary>Accept, uint of 0 to 2 bytes, critical.</summary>
        public const int Accept = 17;

        /// <summary>Block2, uint of 0 to 3 bytes, critical: a block of a response.</summary>
        public const int Block2 = 23;

        /// <summary>Block1, uint of 0 to 3 bytes, critical: a block of a request.</summary>
        public const int Block1 = 27;

        /// <summary>Size2, uint of 0 to 4 bytes, elective: the size of a response's whole body.</summary>
        public const int Size2 = 28;

        /// <summary>Proxy-Uri, string, critical.</summary>
        public const int ProxyUri = 35;

        /// <summary>Size1, uint of 0 to 4 bytes, elective: the size of a request's whole body, or the largest that is taken.</summary>
        public const int Size1 = 60;

        /// <summary>Proxy-Scheme, string, critical.</summary>
        public const int ProxyScheme = 39;

        /// <summary>No-Response, uint of 0 to 1 byte, elective: 2 suppresses 2.xx, 8 4.xx, 16 5.xx.</summary>
        public const int NoResponse = 258;

        /// <summary>The No-Response value that suppresses every class of response.</summary>
        public const int NoResponseAtAll = 26;

        /// <summary>The No-Response value that suppresses success: only what goes wrong is told.</summary>
        public const int NoSuccess = 2;
    }
}
