// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano
{
    /// <summary>How an operation of the radio ended.</summary>
    public enum RadioResult : byte
    {
        /// <summary>It was done.</summary>
        Done,

        /// <summary>Nothing came in the window.</summary>
        Timeout,

        /// <summary>A frame came, damaged.</summary>
        CrcError,

        /// <summary>The channel is in use.</summary>
        ChannelBusy,

        /// <summary>The radio did not finish in time; it was reset and set up anew, and can be used.</summary>
        Recovered,

        /// <summary>The radio does not answer.</summary>
        NotAnswering
    }
}
