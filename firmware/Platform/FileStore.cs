// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.IO;
using System.IO.Hashing;
using LwM2M.Nano.Platform;

namespace Firmware.Platform
{
    /// <summary>
    /// Records as files: four bytes of CRC-32 and the record. A record is written whole to a new file, which then takes the
    /// old one's place, so that a power cut at any moment leaves the old record or the new one.
    /// </summary>
    public sealed class FileStore : Store
    {
        private const int ChecksumLength = 4;

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
            // The old name first: while it is there, the new file may not be complete.
            byte[] record = ReadFile(_folder + name);
            return record == null ? ReadFile(_folder + name + ".new") : record;
        }

        /// <inheritdoc/>
        public override bool Write(string name, byte[] record, int count)
        {
            byte[] file = new byte[count + ChecksumLength];
            Array.Copy(record, 0, file, ChecksumLength, count);
            PutChecksum(file);
            string path = _folder + name;
            try
            {
                if (File.Exists(path) || !File.Exists(path + ".new"))
                {
                    File.WriteAllBytes(path + ".new", file);
                }
                else
                {
                    // Only the new file is left of an interrupted write: it is the record until it has its name.
                    File.Move(path + ".new", path);
                    File.WriteAllBytes(path + ".new", file);
                }

                if (File.Exists(path))
                {
                    File.Delete(path);
                }

                File.Move(path + ".new", path);
                return true;
            }
            catch (IOException)
            {
                _log.Write("cannot write " + name);
                return false;
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
                    byte[] record = new byte[file.Length - ChecksumLength];
                    Array.Copy(file, ChecksumLength, record, 0, record.Length);
                    return record;
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
