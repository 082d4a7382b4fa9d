// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Lorawan.Network
{
    /// <summary>What a relay tells whoever carries its nodes' payloads on.</summary>
    public interface IRelayListener
    {
        /// <summary>A payload came that has not come before.</summary>
        /// <param name="node">Whose.</param>
        /// <param name="buffer">Holds it.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        void OnUplink(NetworkNode node, byte[] buffer, int offset, int count);

        /// <summary>A node's window opens: the last moment to enqueue something for it.</summary>
        /// <param name="node">Whose.</param>
        void OnWindow(NetworkNode node);

        /// <summary>Writes what must survive a reboot, before anything is sent that depends on it.</summary>
        /// <returns>False when it could not be written: nothing is sent.</returns>
        bool Keep();
    }
}
