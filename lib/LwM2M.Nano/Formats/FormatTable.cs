// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;

namespace LwM2M.Nano.Formats
{
    /// <summary>
    /// The formats a client speaks: one writer and one reader each, made when a server first uses the format and then used
    /// again and again.
    /// </summary>
    public sealed class FormatTable
    {
        private const int Count = 8;

        private readonly ResourceWriter[] _writers = new ResourceWriter[Count];
        private readonly ResourceReader[] _readers = new ResourceReader[Count];

        /// <summary>Finds the writer of a format.</summary>
        /// <param name="contentFormat">See <see cref="Coap.ContentFormat"/>; none given is TLV.</param>
        /// <returns>The writer, or null.</returns>
        public ResourceWriter FindWriter(int contentFormat)
        {
            int wanted = contentFormat == Coap.ContentFormat.None ? Coap.ContentFormat.Tlv : contentFormat;
            for (int i = 0; i < Count; i++)
            {
                if (_writers[i] == null)
                {
                    _writers[i] = MakeWriter(wanted);
                    return _writers[i];
                }

                if (_writers[i].ContentFormat == wanted)
                {
                    return _writers[i];
                }
            }

            return null;
        }

        /// <summary>Finds the reader of a format.</summary>
        /// <param name="contentFormat">See <see cref="Coap.ContentFormat"/>; none given is text.</param>
        /// <returns>The reader, or null.</returns>
        public ResourceReader FindReader(int contentFormat)
        {
            int wanted = contentFormat == Coap.ContentFormat.None ? Coap.ContentFormat.Text : contentFormat;
            for (int i = 0; i < Count; i++)
            {
                if (_readers[i] == null)
                {
                    _readers[i] = MakeReader(wanted);
                    return _readers[i];
                }

                if (_readers[i].ContentFormat == wanted)
                {
                    return _readers[i];
                }
            }

            return null;
        }

        private static ResourceWriter MakeWriter(int contentFormat)
        {
            switch (contentFormat)
            {
                case Coap.ContentFormat.Tlv:
                    return new TlvWriter();
                case Coap.ContentFormat.Text:
                    return new TextWriter();
                case Coap.ContentFormat.Opaque:
                    return new OpaqueWriter();
                case Coap.ContentFormat.Cbor:
                    return new CborWriter();
                case Coap.ContentFormat.SenmlCbor:
                    return new SenmlCborWriter();
                case Coap.ContentFormat.LwM2MCbor:
                    return new LwM2MCborWriter();
                case Coap.ContentFormat.SenmlJson:
                    return new SenmlJsonWriter();
                case Coap.ContentFormat.LwM2MJson:
                    return new LwM2MJsonWriter();
                default:
                    return null;
            }
        }

        private static ResourceReader MakeReader(int contentFormat)
        {
            switch (contentFormat)
            {
                case Coap.ContentFormat.Tlv:
                    return new TlvReader();
                case Coap.ContentFormat.Text:
                    return new TextReader();
                case Coap.ContentFormat.Opaque:
                    return new OpaqueReader();
                case Coap.ContentFormat.Cbor:
                    return new CborReader();
                case Coap.ContentFormat.SenmlCbor:
                    return new SenmlCborReader();
                case Coap.ContentFormat.LwM2MCbor:
                    return new LwM2MCborReader();
                case Coap.ContentFormat.SenmlJson:
                    return new SenmlJsonReader();
                case Coap.ContentFormat.LwM2MJson:
                    return new LwM2MJsonReader();
                default:
                    return null;
            }
        }
    }
}
