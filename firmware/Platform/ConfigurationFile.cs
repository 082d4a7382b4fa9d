// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.IO;
using LwM2M.Nano.Platform;
using nanoFramework.Json;

namespace Firmware.Platform
{
    /// <summary>The configuration as it was provisioned: a JSON file.</summary>
    public static class ConfigurationFile
    {
        /// <summary>Reads and checks it.</summary>
        /// <param name="path">Such as "I:\\device.json".</param>
        /// <param name="log">Says which key is wrong.</param>
        /// <returns>The configuration, or null when the device cannot work with it.</returns>
        public static DeviceConfiguration Load(string path, Log log)
        {
            DeviceConfiguration configuration;
            try
            {
                configuration = File.Exists(path)
                    ? (DeviceConfiguration)JsonConvert.DeserializeObject(File.ReadAllText(path), typeof(DeviceConfiguration))
                    : null;
            }
            catch (Exception e)
            {
                // The deserializer throws whatever a wrong type, a null or a key that stands there twice leads to.
                log.Write("configuration cannot be read: " + e.Message);
                configuration = null;
            }

            if (configuration == null)
            {
                log.Write("no configuration: provision " + path);
                return null;
            }

            return configuration.IsValid(log) ? configuration : null;
        }
    }
}
