// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Platform
{
    /// <summary>One line for a person who wants to know what happened.</summary>
    public abstract class Log
    {
        /// <summary>Writes one line.</summary>
        /// <param name="line">Short, without a line end.</param>
        public abstract void Write(string line);
    }
}
