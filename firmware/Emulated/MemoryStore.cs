// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections;
using LwM2M.Nano.Platform;

namespace Firmware.Emulated
{
    /// <summary>Records in memory, where there is no flash: they last as long as the program.</summary>
    public sealed class MemoryStore : Store
    {
        private readonly ArrayList _names = new ArrayList();
        private readonly ArrayList _records = new ArrayList();

        /// <inheritdoc/>
        public override byte[] Read(string name)
        {
            int index = _names.IndexOf(name);
            return index < 0 ? null : (byte[])_records[index];
        }

        /// <inheritdoc/>
        public override bool Write(string name, byte[] record, int count)
        {
            byte[] copy = new byte[count];
            Array.Copy(record, 0, copy, 0, count);
            int index = _names.IndexOf(name);
            if (index < 0)
            {
                _names.Add(name);
                _records.Add(copy);
            }
            else
            {
                _records[index] = copy;
            }

            return true;
        }
    }
}
