// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Lorawan
{
    /// <summary>How an exchange with the network ended.</summary>
    public enum LorawanResult : byte
    {
        /// <summary>It went out; the network need not have heard it.</summary>
        Sent,

        /// <summary>The network has acknowledged it, or the join was accepted.</summary>
        Acknowledged,

        /// <summary>The network did not answer what had to be answered.</summary>
        NotAcknowledged,

        /// <summary>It may not be sent now: see <see cref="LorawanDevice.WaitMilliseconds"/>.</summary>
        MustWait,

        /// <summary>It is longer than the data rate allows.</summary>
        TooLong,

        /// <summary>The device has not joined.</summary>
        NotJoined,

        /// <summary>A counter could not be written to the store: nothing is sent that might repeat one.</summary>
        StoreFailed,

        /// <summary>The radio does not work.</summary>
        RadioFailed
    }
}
