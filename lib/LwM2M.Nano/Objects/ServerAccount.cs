// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Objects
{
    /// <summary>What the client knows of one server: the values behind an instance of Security and one of Server.</summary>
    public sealed class ServerAccount
    {
        /// <summary>LwM2M Server URI such as coap://192.0.2.1:5683.</summary>
        public string Uri { get; set; } = "";

        /// <summary>Short Server ID, 1 to 65534.</summary>
        public int ShortServerId { get; set; } = 1;

        /// <summary>Registration lifetime in seconds.</summary>
        public int LifetimeSeconds { get; set; } = 86400;

        /// <summary>Default minimum period between notifications in seconds.</summary>
        public int DefaultMinimumPeriodSeconds { get; set; }

        /// <summary>Default maximum period between notifications in seconds, 0 for none.</summary>
        public int DefaultMaximumPeriodSeconds { get; set; }

        /// <summary>How long a Disable lasts, in seconds.</summary>
        public int DisableTimeoutSeconds { get; set; } = 86400;

        /// <summary>Keep notifications while the server cannot be reached.</summary>
        public bool StoresNotifications { get; set; } = true;

        /// <summary>Binding: "U", or "UQ" in LwM2M 1.0 for a client that sleeps.</summary>
        public string Binding { get; set; } = "U";

        /// <summary>The server wants no LwM2M Send (Mute Send, 23).</summary>
        public bool IsSendMuted { get; set; }

        /// <summary>The server executed Registration Update Trigger, or wrote the lifetime.</summary>
        public bool UpdateRequested { get; set; }

        /// <summary>The server executed Disable.</summary>
        public bool DisableRequested { get; set; }
    }
}
