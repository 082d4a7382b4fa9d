// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Lora.Nano.Lorawan;

namespace LoraTests
{
    /// <summary>A record that counts its writes, and can refuse them.</summary>
    internal sealed class MemoryStore : LorawanStore
    {
        public byte[] Record { get; set; }

        public int WritesLeft { get; set; } = int.MaxValue;

        public int Writes { get; private set; }

        public override byte[] Read()
        {
            return Record;
        }

        public override bool Write(byte[] record, int count)
        {
            if (WritesLeft-- <= 0)
            {
                return false;
            }

            Writes++;
            Record = record[..count];
            return true;
        }
    }
}
