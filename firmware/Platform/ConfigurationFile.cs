// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.IO;
using LwM2M.Nano.Platform;

namespace Firmware.Platform
{
    /// <summary>The configuration as it was provisioned: a JSON object in a file.</summary>
    public static class ConfigurationFile
    {
        private const string ConfigurationPath = "I:\\device.json";

        /// <summary>Reads I:\device.json into the sections an image has, and checks them.</summary>
        /// <param name="log">Says which key or line is wrong.</param>
        /// <param name="sections">Each takes its own keys; keys of other images are passed over.</param>
        /// <returns>False when the device cannot work with it.</returns>
        public static bool Load(Log log, params ConfigurationSection[] sections)
        {
            byte[] file;
            try
            {
                file = File.Exists(ConfigurationPath) ? File.ReadAllBytes(ConfigurationPath) : null;
            }
            catch (IOException e)
            {
                log.Write("configuration cannot be read: " + e.Message);
                return false;
            }

            if (file == null)
            {
                log.Write("no configuration: provision " + ConfigurationPath);
                return false;
            }

            return TryRead(new JsonText(file), log, sections) && AreValid(log, sections);
        }

        private static bool TryRead(JsonText json, Log log, ConfigurationSection[] sections)
        {
            bool valid = json.TryTake('{');
            for (int keys = 0; valid && !json.TryTake('}'); keys++)
            {
                valid = (keys == 0 || json.TryTake(',')) & json.TryReadText(out string key) & json.TryTake(':');
                if (valid && json.TryReadValue(out object value))
                {
                    Set(key, new ConfigurationValue(key, value, log), sections);
                }
                else
                {
                    valid = false;
                }
            }

            if (!valid || !json.IsAtEnd)
            {
                log.Write("configuration: line " + json.Line.ToString() + " is no JSON of a configuration");
                return false;
            }

            return true;
        }

        private static void Set(string key, ConfigurationValue value, ConfigurationSection[] sections)
        {
            for (int i = 0; i < sections.Length; i++)
            {
                if (sections[i].Set(key, value))
                {
                    return;
                }
            }
        }

        private static bool AreValid(Log log, ConfigurationSection[] sections)
        {
            for (int i = 0; i < sections.Length; i++)
            {
                if (!sections[i].IsValid(log))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
