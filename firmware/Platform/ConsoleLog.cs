// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Platform;

namespace Firmware.Platform
{
    /// <summary>Writes the log to the debugger or the serial port.</summary>
    public sealed class ConsoleLog : Log
    {
        /// <inheritdoc/>
        public override void Write(string line)
        {
            Console.WriteLine(line);
        }
    }
}
