// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Platform;
using LwM2M.Nano.Platform;

namespace Firmware.Node
{
    /// <summary>The Node image.</summary>
    public static class Program
    {
        private const string ConfigurationPath = "I:\\device.json";

        /// <summary>Where every wake starts.</summary>
        public static void Main()
        {
            Log log = new ConsoleLog();
            new Wake(ConfigurationFile.Load(ConfigurationPath, log), log).Run();
        }
    }
}
