// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;

namespace Flash.Provisioning
{
    /// <summary>
    /// A box of boards as a CSV file: the first line names keys of the configuration, each further one is a device. A key that is
    /// "generate" is made up. Endpoints, DevEUIs and keys must not come twice.
    /// </summary>
    public static class DeviceBatch
    {
        private const string Generate = "generate";
        private static readonly string[] s_unique = { "Endpoint", "DevEui", "AppKey" };

        /// <returns>A configuration for each device.</returns>
        /// <exception cref="FlashException">A line is wrong.</exception>
        public static IReadOnlyList<Provisioning> Read(Repository repository, Provisioning common, string file)
        {
            string[] lines = File.ReadAllLines(file).Where(l => l.Trim().Length > 0).ToArray();
            if (lines.Length < 2)
            {
                throw new FlashException(ExitCode.Usage, $"{file} has no devices: the first line names keys such as \"Endpoint,DevEui,AppKey\", each further one is a device");
            }

            string[] keys = Cells(lines[0]);
            List<Provisioning> devices = new();
            Dictionary<string, int> seen = new();
            for (int i = 1; i < lines.Length; i++)
            {
                string[] cells = Cells(lines[i]);
                if (cells.Length != keys.Length)
                {
                    throw new FlashException(ExitCode.Usage, $"{file}, line {i + 1}: {cells.Length} cells, the first line has {keys.Length}");
                }

                Dictionary<string, string> values = keys.Zip(cells).Where(c => c.Second.Length > 0).ToDictionary(c => c.First, c => c.Second == Generate ? NewKey(c.First) : c.Second);
                foreach (string key in s_unique.Where(values.ContainsKey))
                {
                    if (!seen.TryAdd(key + "=" + values[key].ToUpperInvariant(), i + 1))
                    {
                        throw new FlashException(ExitCode.Usage, $"{file}, line {i + 1}: the {key} is that of line {seen[key + "=" + values[key].ToUpperInvariant()]}");
                    }
                }

                devices.Add(common.With(repository, values, $"{file}, line {i + 1}"));
            }

            return devices;
        }

        private static string NewKey(string key)
        {
            int bytes = key switch
            {
                "AppKey" => 16,
                "DevEui" => 8,
                _ => throw new FlashException(ExitCode.Usage, $"{key} cannot be generated: AppKey and DevEui can")
            };
            return Convert.ToHexString(RandomNumberGenerator.GetBytes(bytes));
        }

        private static string[] Cells(string line)
        {
            return line.Split(',').Select(c => c.Trim()).ToArray();
        }
    }
}
