// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Lorawan
{
    /// <summary>What came in the windows behind an uplink. One instance serves all.</summary>
    public sealed class Downlink
    {
        /// <summary>Creates an empty downlink.</summary>
        public Downlink()
        {
            Buffer = new byte[DataFrame.MaximumLength];
            Port = -1;
        }

        /// <summary>Holds the frame; the payload is somewhere in it.</summary>
        public byte[] Buffer { get; }

        /// <summary>Where the payload starts.</summary>
        public int Offset { get; internal set; }

        /// <summary>Its length in bytes.</summary>
        public int Length { get; internal set; }

        /// <summary>The application's port, -1 when no payload came.</summary>
        public int Port { get; internal set; }

        /// <summary>A frame came, with or without a payload.</summary>
        public bool Came { get; internal set; }

        /// <summary>The network has more to send: another uplink fetches it.</summary>
        public bool HasMore { get; internal set; }

        /// <summary>The payload has been taken.</summary>
        public void Take()
        {
            Port = -1;
            Length = 0;
        }

        internal void Clear()
        {
            Port = -1;
            Length = 0;
            Came = false;
            HasMore = false;
        }
    }
}
