// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using NJsonSchema;

namespace Flash.Boards
{
    /// <summary>What is wrong with a board: by boards/board.schema.json, and by what pins can do.</summary>
    public static class BoardRules
    {
        private const int GatewayKilobytes = 80;

        // The first pin that is an input only, the last one, the flash's.
        private static readonly Dictionary<string, (int InputOnly, int Last, int FirstFlash, int LastFlash)> s_chips = new()
        {
            ["ESP32"] = (34, 39, 6, 11),
            ["ESP32-S3"] = (49, 48, 26, 32),
            ["ESP32-C3"] = (22, 21, 11, 17),
            ["ESP32-C6"] = (31, 30, 24, 30)
        };

        /// <returns>One line for each fault, none for a good board.</returns>
        public static IReadOnlyList<string> Check(Repository repository, string file)
        {
            JsonSchema schema = JsonSchema.FromFileAsync(repository.PathOf("boards/board.schema.json")).GetAwaiter().GetResult();
            List<string> faults = schema.Validate(File.ReadAllText(file)).Select(e => $"{e.Path} {e.Kind}").ToList();
            return faults.Count > 0 ? faults : CheckPins(Board.Load(file));
        }

        private static List<string> CheckPins(Board board)
        {
            List<string> faults = new();
            (int inputOnly, int last, int firstFlash, int lastFlash) = s_chips[board.Chip];
            if (board.Roles.Contains("gateway") && board.HeapKilobytes["gateway"] < GatewayKilobytes)
            {
                faults.Add($"a gateway needs {GatewayKilobytes} KB of heap, {board.TargetFor("gateway")} leaves {board.HeapKilobytes["gateway"]}");
            }

            if (board.Roles.Contains("relay") && board.Radio == null)
            {
                faults.Add("a relay needs a radio");
            }

            foreach (IGrouping<int, (int Pin, string Use, bool Driven)> pin in board.Pins().GroupBy(p => p.Pin))
            {
                if (pin.Count() > 1)
                {
                    faults.Add($"GPIO {pin.Key} is used twice: {string.Join(", ", pin.Select(p => p.Use))}");
                }

                foreach ((int number, string use, bool driven) in pin)
                {
                    if (number < 0 || number > last || (number >= firstFlash && number <= lastFlash))
                    {
                        faults.Add($"GPIO {number} cannot be used: {use}");
                    }
                    else if (driven && number >= inputOnly)
                    {
                        faults.Add($"GPIO {number} is an input only: {use}");
                    }
                }
            }

            return faults;
        }
    }
}
