// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Flash
{
    /// <summary>What went wrong and what to do next, in one line; the tool ends with the exit code.</summary>
    public sealed class FlashException : Exception
    {
        public FlashException(ExitCode code, string message)
            : base(message)
        {
            Code = code;
        }

        public ExitCode Code { get; }
    }

    /// <summary>What the tool ends with.</summary>
    public enum ExitCode
    {
        Done = 0,

        /// <summary>An argument or a configuration is wrong.</summary>
        Usage = 1,

        /// <summary>Packages cannot be had, or do not fit together.</summary>
        Packages = 2,

        /// <summary>The sources do not compile, or the image does not fit.</summary>
        Build = 3,

        /// <summary>A tool is missing.</summary>
        Tool = 4,

        /// <summary>The board does not answer, or is another one.</summary>
        Device = 5
    }
}
