// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.IO;
using System.IO.Hashing;
using LwM2M.Nano.Platform;

namespace Firmware.Platform
{
    /// <summary>
    /// Records as files, two for each: a record is written to the one that is older, so that a power cut at any moment leaves the
    /// record of before or the new one, and a write is one file operation. A file is four bytes of CRC-32, the record, and a number
    /// that goes up with each write.
    /// </summary>
    public sealed class FileStore : Store
    {
        private const int ChecksumLength = 4;
        private const int NumberLength = 1;

        // How records were named before there were two of each.
        private const string OldSuffix = "";
        private const string OldNewSuffix = ".new";

        private readonly string _folder;
        private readonly Log _log;

        /// <summary>Opens a folder.</summary>
        /// <param name="folder">Such as "I:\\".</param>
        /// <param name="log">Where a torn record is reported.</param>
        public FileStore(string folder, Log log)
        {
            _folder = folder;
            _log = log;
        }

        /// <inheritdoc/>
        public override byte[] Read(string name)
        {
            byte[] first = ReadFile(PathOf(name, 0));
            byte[] second = ReadFile(PathOf(name, 1));
            if (first == null && second == null)
            {
                byte[] old = ReadFile(_folder + name + OldSuffix);
                return Payload(old == null ? ReadFile(_folder + name + OldNewSuffix) : old, 0);
            }

            return Payload(IsNewer(second, first) ? second : first, NumberLength);
        }

        /// <inheritdoc/>
        public override bool Write(string name, byte[] record, int count)
        {
            byte[] first = ReadFile(PathOf(name, 0));
            byte[] second = ReadFile(PathOf(name, 1));
            bool toFirst = first == null || (second != null && IsNewer(second, first));
            byte[] newest = IsNewer(second, first) ? second : first;
            byte[] file = new byte[ChecksumLength + count + NumberLength];
            Array.Copy(record, 0, file, ChecksumLength, count);
            file[file.Length - 1] = (byte)(newest == null ? 0 : newest[newest.Length - 1] + 1);
            PutChecksum(file);
            try
            {
                File.WriteAllBytes(PathOf(name, toFirst ? 0 : 1), file);
                if (first == null && second == null)
                {
                    DeleteOld(name);
                }

                return true;
            }
            catch (IOException)
            {
                _log.Write("cannot write " + name);
                return false;
            }
        }

        private string PathOf(string name, int which)
        {
            return _folder + name + (which == 0 ? ".0" : ".1");
        }

        // Whether a file was written after another; one that is there is newer than none.
        private static bool IsNewer(byte[] file, byte[] other)
        {
            return file != null && (other == null || (sbyte)(file[file.Length - 1] - other[other.Length - 1]) > 0);
        }

        private static byte[] Payload(byte[] file, int behind)
        {
            if (file == null || file.Length <= ChecksumLength + behind)
            {
                return null;
            }

            byte[] record = new byte[file.Length - ChecksumLength - behind];
            Array.Copy(file, ChecksumLength, record, 0, record.Length);
            return record;
        }

        private void DeleteOld(string name)
        {
            foreach (string suffix in new string[] { OldSuffix, OldNewSuffix })
            {
                if (File.Exists(_folder + name + suffix))
                {
                    File.Delete(_folder + name + suffix);
                }
            }
        }

        private static void PutChecksum(byte[] file)
        {
            uint checksum = Crc32.HashToUInt32(new SpanByte(file, ChecksumLength, file.Length - ChecksumLength));
            for (int i = 0; i < ChecksumLength; i++)
            {
                file[i] = (byte)(checksum >> (24 - i * 8));
            }
        }

        // The whole file; null when it is not there, or torn.
        private byte[] ReadFile(string path)
        {
            if (!File.Exists(path))
            {
                return null;
            }

            try
            {
                byte[] file = File.ReadAllBytes(path);
                if (file.Length > ChecksumLength && IsWhole(file))
                {
                    return file;
                }
            }
            catch (IOException)
            {
                _log.Write("cannot read " + path);
                return null;
            }

            _log.Write("torn record dropped: " + path);
            return null;
        }

        private static bool IsWhole(byte[] file)
        {
            uint checksum = Crc32.HashToUInt32(new SpanByte(file, ChecksumLength, file.Length - ChecksumLength));
            uint kept = ((uint)file[0] << 24) | ((uint)file[1] << 16) | ((uint)file[2] << 8) | file[3];
            return checksum == kept;
        }
    }
}
