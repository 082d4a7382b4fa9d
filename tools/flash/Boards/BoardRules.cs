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
        private const int FirstInputOnly = 34;
        private const int LastPin = 39;
        private const int FirstFlashPin = 6;
        private const int LastFlashPin = 11;

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
            foreach (IGrouping<int, (int Pin, string Use, bool Driven)> pin in board.Pins().GroupBy(p => p.Pin))
            {
                if (pin.Count() > 1)
                {
                    faults.Add($"GPIO {pin.Key} is used twice: {string.Join(", ", pin.Select(p => p.Use))}");
                }

                foreach ((int number, string use, bool driven) in pin)
                {
                    if (number is < 0 or > LastPin or (>= FirstFlashPin and <= LastFlashPin))
                    {
                        faults.Add($"GPIO {number} cannot be used: {use}");
                    }
                    else if (driven && number >= FirstInputOnly)
                    {
                        faults.Add($"GPIO {number} is an input only: {use}");
                    }
                }
            }

            return faults;
        }
    }
}
