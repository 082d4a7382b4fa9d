// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Coap
{
    /// <summary>Content-Format numbers of the IANA registry that LwM2M uses.</summary>
    public static class ContentFormat
    {
        /// <summary>No Content-Format or Accept option was given.</summary>
        public const int None = -1;

        /// <summary>text/plain; charset=utf-8.</summary>
        public const int Text = 0;

        /// <summary>application/link-format, RFC 6690.</summary>
        public const int LinkFormat = 40;

        /// <summary>application/octet-stream.</summary>
        public const int Opaque = 42;

        /// <summary>application/cbor, RFC 8949.</summary>
        public const int Cbor = 60;

        /// <summary>application/senml+json, RFC 8428.</summary>
        public const int SenmlJson = 110;

        /// <summary>application/senml+cbor, RFC 8428.</summary>
        public const int SenmlCbor = 112;

        /// <summary>application/vnd.oma.lwm2m+json, LwM2M 1.0.</summary>
        public const int LwM2MJson = 11543;

        /// <summary>application/vnd.oma.lwm2m+tlv.</summary>
        public const int Tlv = 11542;

        /// <summary>application/vnd.oma.lwm2m+cbor, LwM2M 1.2.</summary>
        public const int LwM2MCbor = 11544;
    }
}
