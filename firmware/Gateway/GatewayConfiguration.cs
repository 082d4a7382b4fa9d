// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Platform;
using LwM2M.Nano.Platform;

namespace Firmware.Gateway
{
    /// <summary>The keys of a Gateway: whom it may connect, how it numbers, how much it may hold.</summary>
    public sealed class GatewayConfiguration : DeviceConfiguration
    {
        /// <summary>Addresses or service UUIDs the Gateway may connect to; "*" for all.</summary>
        public string[] AllowList { get; set; } = new string[0];

        /// <summary>An object for each service of each peripheral, from 1031 on, as the seed paper numbers them.</summary>
        public bool SeedNumbering { get; set; }

        /// <summary>The LwM2M Gateway objects 25 and 26, and a prefix for each peripheral, beside its twins.</summary>
        public bool DevicePrefixes { get; set; }

        /// <summary>The lowest sampling rate the Gateway lets a stream fall to, in hertz.</summary>
        public int MinimumRate { get; set; } = 50;

        /// <summary>The highest sampling rate the Gateway asks a stream for, in hertz; 0 leaves rates to the server.</summary>
        public int MaximumRate { get; set; }

        /// <summary>The Gateway may pair with a peripheral that refuses to be read before.</summary>
        public bool Pairing { get; set; }

        /// <summary>How many twins there may be at a time. A board with PSRAM can have more.</summary>
        public int MaximumTwins { get; set; } = 24;

        /// <summary>How many observations there may be at a time.</summary>
        public int MaximumObservations { get; set; } = 32;

        /// <summary>How many bytes of notified values may wait for the loop.</summary>
        public int NotificationBuffer { get; set; } = 1536;

        /// <summary>Keys of encrypted advertisements: "ADDRESS KEY" each, 12 and 32 hexadecimal digits.</summary>
        public string[] AdvertisingKeys { get; set; } = new string[0];

        /// <inheritdoc/>
        public override bool Set(string key, ConfigurationValue value)
        {
            switch (key)
            {
                case "AllowList":
                    AllowList = value.Texts();
                    return true;
                case "SeedNumbering":
                    SeedNumbering = value.Boolean();
                    return true;
                case "DevicePrefixes":
                    DevicePrefixes = value.Boolean();
                    return true;
                case "MinimumRate":
                    MinimumRate = value.Integer(1, 65535, 50);
                    return true;
                case "MaximumRate":
                    MaximumRate = value.Integer(0, 65535, 0);
                    return true;
                case "Pairing":
                    Pairing = value.Boolean();
                    return true;
                case "MaximumTwins":
                    MaximumTwins = value.Integer(1, 1000, 24);
                    return true;
                case "MaximumObservations":
                    MaximumObservations = value.Integer(8, 500, 32);
                    return true;
                case "NotificationBuffer":
                    NotificationBuffer = value.Integer(512, 65535, 1536);
                    return true;
                case "AdvertisingKeys":
                    AdvertisingKeys = value.Texts();
                    return true;
                default:
                    return base.Set(key, value);
            }
        }

        /// <inheritdoc/>
        public override bool IsValid(Log log)
        {
            if (MaximumRate > 0 && MinimumRate > MaximumRate)
            {
                MinimumRate = MaximumRate > 50 ? 50 : 1;
                log.Write("configuration: MinimumRate is above MaximumRate, using " + MinimumRate.ToString());
            }

            return base.IsValid(log);
        }
    }
}
