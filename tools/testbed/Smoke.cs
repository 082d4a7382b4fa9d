// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using Simulator.Time;
using Testbed.Server;

namespace Testbed
{
    /// <summary>Runs the scene until all its parts have been seen to work, or says which one was not.</summary>
    public static class Smoke
    {
        private const int TimeoutMilliseconds = 60000;
        private const int EcgPacksWanted = 20;
        private const int ReportsWanted = 3;

        /// <returns>The process's exit code.</returns>
        public static int Run(Scene scene, SimulatedTime time, LwM2MServer server, Operator backend)
        {
            long started = time.Now;
            scene.PowerOn();
            string missing = null;
            while (time.Now - started < TimeoutMilliseconds)
            {
                missing = Missing(scene, server, backend);
                if (missing == null)
                {
                    Console.WriteLine($"passed after {(time.Now - started) / 1000.0:F1} s: {server.Clients.Count} clients, "
                        + $"{backend.Reports} Batch reports, {backend.EcgPacks} ECG packs ({backend.EcgGaps} gaps), "
                        + $"sampling rate {backend.SamplingRate} Hz, {scene.Packets} packets, {scene.Bytes} bytes");
                    return 0;
                }

                time.Sleep(100);
            }

            Console.Error.WriteLine("failed after 60 s: " + missing);
            foreach (string line in scene.Lines)
            {
                Console.Error.WriteLine("  " + line);
            }

            return 1;
        }

        private static string Missing(Scene scene, LwM2MServer server, Operator backend)
        {
            foreach (Simulator.Board.SimulatedBoard board in scene.Boards)
            {
                if (board.Crash != null)
                {
                    return board.Name + " crashed: " + board.Crash.Message;
                }

                if (server.Find(board.Name) == null)
                {
                    return board.Name + " is not registered";
                }
            }

            return backend.Failure
                ?? (backend.EcgPacks < EcgPacksWanted ? $"only {backend.EcgPacks} ECG packs arrived" : null)
                ?? (backend.Reports < ReportsWanted ? $"only {backend.Reports} Batch reports arrived" : null)
                ?? (backend.SamplingRate != "145" ? "the sampling rate was not changed" : null);
        }
    }
}
