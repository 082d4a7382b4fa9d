// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Bluetooth
{
    /// <summary>Who wants to know of links. All calls come on the gateway's loop.</summary>
    public interface ILinkListener
    {
        /// <summary>A peripheral is connected, and its services are known; they are forgotten after the call.</summary>
        /// <param name="link">Its link.</param>
        void OnReady(PeripheralLink link);

        /// <summary>A peripheral is gone. All that it notified was told before.</summary>
        /// <param name="link">Its link.</param>
        /// <param name="letGo">The gateway has let it go, to come back to it.</param>
        void OnLost(PeripheralLink link, bool letGo);

        /// <summary>A peripheral has notified a value.</summary>
        /// <param name="link">Its link.</param>
        /// <param name="handle">Which characteristic.</param>
        /// <param name="value">Holds the value.</param>
        /// <param name="length">Its length in bytes.</param>
        void OnNotified(PeripheralLink link, int handle, byte[] value, int length);

        /// <summary>Whether a link must stay, though others wait for one.</summary>
        /// <param name="link">A link that is ready.</param>
        /// <returns>True when somebody needs it.</returns>
        bool Needs(PeripheralLink link);
    }
}
