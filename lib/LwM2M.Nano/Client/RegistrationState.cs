// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Client
{
    /// <summary>Where a registration stands.</summary>
    public enum RegistrationState : byte
    {
        /// <summary>Not known to the server; a Register is due or under way.</summary>
        Unregistered,

        /// <summary>Known to the server.</summary>
        Registered,

        /// <summary>The server asked for silence; a Register follows after the disable timeout.</summary>
        Disabled,

        /// <summary>A De-register is due or under way.</summary>
        Leaving,

        /// <summary>De-registered for good.</summary>
        Stopped
    }
}
