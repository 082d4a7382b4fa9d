// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Client
{
    /// <summary>How a client is built. Everything has a value that suits a Wi-Fi device.</summary>
    public sealed class ClientOptions
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

        /// <summary>The largest message sent or received, in bytes. Three buffers of this size are allocated.</summary>
        public int BufferSize { get; set; } = 1152;

        /// <summary>The largest body sent or received in several blocks, in bytes. One buffer of this size is allocated.</summary>
        public int MaximumBody { get; set; } = 2048;

        /// <summary>How many observations a server may have.</summary>
        public int MaximumObservations { get; set; } = 8;

        /// <summary>How many bytes of notifications are stored for a server that is away; taken when it first is.</summary>
        public int NotificationStoreBytes { get; set; } = 1024;

        /// <summary>How many bytes of reports are kept that could not be delivered; taken when the first is.</summary>
        public int BacklogBytes { get; set; } = 2048;

        /// <summary>How many slow operations may be under way; one more is answered with 5.03.</summary>
        public int MaximumPending { get; set; } = 4;

        /// <summary>How long an operation may stay pending before its answer becomes a separate response, in milliseconds.</summary>
        public int AcknowledgeAfterMilliseconds { get; set; } = 1000;

        /// <summary>How long an operation may take at most before it is answered with 5.04, in milliseconds.</summary>
        public int OperationTimeoutMilliseconds { get; set; } = 30000;

        /// <summary>
        /// How long the first failed registration or bootstrap is waited after, in milliseconds; doubled at each failure.
        /// The Server object's own retry resources (17 to 20) take its place when the bootstrap server has written them.
        /// </summary>
        public int RetryMilliseconds { get; set; } = 2000;

        /// <summary>The longest wait between registration attempts in milliseconds.</summary>
        public int MaximumRetryMilliseconds { get; set; } = 900000;
    }
}
