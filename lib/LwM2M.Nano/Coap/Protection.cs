// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Coap
{
    /// <summary>
    /// Protects messages between two endpoints, whatever ways they take (object security, such as OSCORE): the last thing that
    /// happens to a message before it goes out, and the first after it has come in. A message that is sent again is not
    /// protected again.
    /// </summary>
    public abstract class Protection
    {
        /// <summary>How many bytes a message may grow.</summary>
        public abstract int Overhead { get; }

        /// <summary>Protects a message in its buffer, which has room for <see cref="Overhead"/> bytes behind it.</summary>
        /// <param name="buffer">Holds the message from offset 0.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <returns>Its new length.</returns>
        public abstract int Protect(byte[] buffer, int count);

        /// <summary>Takes the protection off a message in its buffer.</summary>
        /// <param name="buffer">Holds the message from offset 0.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <returns>The length of the message within, 0 when it is to be dropped.</returns>
        public abstract int Unprotect(byte[] buffer, int count);
    }
}
