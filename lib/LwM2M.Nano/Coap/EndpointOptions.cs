// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Coap
{
    /// <summary>How large an endpoint is built.</summary>
    public class EndpointOptions
    {
        /// <summary>The largest message in bytes.</summary>
        public int BufferSize { get; set; } = 1152;

        /// <summary>The largest body put together from blocks, or sent in blocks, in bytes.</summary>
        public int MaximumBody { get; set; } = 2048;

        /// <summary>How many bodies may be in transfer at once. The buffer of each is made when it is first needed.</summary>
        public int MaximumTransfers { get; set; } = 2;

        /// <summary>How many requests may wait for a slow answer at once.</summary>
        public int MaximumPending { get; set; } = 4;

        /// <summary>A request that waits longer than this is acknowledged first, in milliseconds.</summary>
        public int AcknowledgeAfterMilliseconds { get; set; } = 1000;

        /// <summary>A request that waits longer than this is answered 5.04, in milliseconds.</summary>
        public int OperationTimeoutMilliseconds { get; set; } = 30000;
    }
}
