// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Platform;

namespace Firmware.Platform
{
    /// <summary>Some of the keys of I:\device.json, and what they mean. An image has the sections it needs; which it hands to ConfigurationFile.</summary>
    public abstract class ConfigurationSection
    {
        /// <summary>Takes a key's value.</summary>
        /// <param name="key">The key.</param>
        /// <param name="value">Its value.</param>
        /// <returns>False when the key is none of this section's.</returns>
        public abstract bool Set(string key, ConfigurationValue value);

        /// <summary>Checks all of it, once every key was taken.</summary>
        /// <param name="log">Says which key is wrong.</param>
        /// <returns>False when the device cannot work with it.</returns>
        public abstract bool IsValid(Log log);
    }
}
