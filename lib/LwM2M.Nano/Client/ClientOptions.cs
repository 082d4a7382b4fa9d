// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;

using LwM2M.Nano.Model;

namespace LwM2M.Nano.Client
{
    /// <summary>How a client is built. Everything has a value that suits a Wi-Fi device. Two buffers of a message are shared by all servers, each server has one more.</summary>
    public sealed class ClientOptions : EndpointOptions
    {
        /// <summary>Endpoint client name, unique among the server's clients.</summary>
        public string EndpointName { get; set; } = "";

        /// <summary>The LwM2M version announced: "1.0" or "1.1".</summary>
        public string LwM2MVersion { get; set; } = "1.1";

        /// <summary>Leaves out of the registration what a server takes for granted: a lifetime of a day, the binding U. For LoRa.</summary>
        public bool OmitsDefaults { get; set; }

        /// <summary>The client sleeps and is reached only after it has spoken (queue mode).</summary>
        public bool QueueMode { get; set; }

        /// <summary>How long a client that sleeps goes on listening after the last word of either side, in milliseconds.</summary>
        public int AwakeWindowMilliseconds { get; set; } = 2000;

        /// <summary>How many observations a server may have.</summary>
        public int MaximumObservations { get; set; } = 8;

        /// <summary>How many bytes of notifications are stored for a server that is away; taken when it first is.</summary>
        public int NotificationStoreBytes { get; set; } = 1024;

        /// <summary>Where reports wait that could not be delivered; each server gets one like it. Null keeps none.</summary>
        public ReportStore Reports { get; set; }

        /// <summary>
        /// The first wait after a failed registration attempt in milliseconds, when the Server object says nothing about it. It
        /// doubles with each attempt.
        /// </summary>
        public int RetryMilliseconds { get; set; } = 2000;

        /// <summary>The longest wait between registration attempts in milliseconds.</summary>
        public int MaximumRetryMilliseconds { get; set; } = 900000;
    }
}
