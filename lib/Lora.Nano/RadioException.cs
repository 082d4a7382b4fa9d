// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano
{
    /// <summary>The radio cannot be used: the message says why.</summary>
    public sealed class RadioException : Exception
    {
        /// <summary>Creates the exception.</summary>
        /// <param name="message">What is wrong, for a person.</param>
        public RadioException(string message)
            : base(message)
        {
        }
    }
}
