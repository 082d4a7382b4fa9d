// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Formats
{
    /// <summary>The formats a client speaks: one writer and one reader each, used again and again.</summary>
    public sealed class FormatTable
    {
        private readonly ResourceWriter[] _writers =
        {
            new TlvWriter(),
            new TextWriter(),
            new OpaqueWriter(),
            new CborWriter(),
            new SenmlCborWriter(),
            new LwM2MCborWriter(),
            new SenmlJsonWriter(),
            new LwM2MJsonWriter()
        };

        private readonly ResourceReader[] _readers =
        {
            new TlvReader(),
            new TextReader(),
            new OpaqueReader(),
            new CborReader(),
            new SenmlCborReader(),
            new LwM2MCborReader(),
            new SenmlJsonReader(),
            new LwM2MJsonReader()
        };

        /// <summary>Finds the writer of a format.</summary>
        /// <param name="contentFormat">See <see cref="Coap.ContentFormat"/>; none given is TLV.</param>
        /// <returns>The writer, or null.</returns>
        public ResourceWriter FindWriter(int contentFormat)
        {
            if (contentFormat == Coap.ContentFormat.None)
            {
                return _writers[0];
            }

            for (int i = 0; i < _writers.Length; i++)
            {
                if (_writers[i].ContentFormat == contentFormat)
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
            for (int i = 0; i < _readers.Length; i++)
            {
                if (_readers[i].ContentFormat == wanted)
                {
                    return _readers[i];
                }
            }

            return null;
        }
    }
}
