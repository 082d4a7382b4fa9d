// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flash.Boards
{
    /// <summary>Where the application goes in flash.</summary>
    public sealed record Deployment(string Address, int Kilobytes)
    {
        public int Bytes => Kilobytes * 1024;
    }

    /// <summary>The battery: where it can be measured.</summary>
    public sealed record Battery(int Pin, int AdcChannel, int Percent);

    /// <summary>Something else that is wired to a pin; the board's software drives it or only listens.</summary>
    public sealed record Wired(int Pin, string Use, bool Drive);

    /// <summary>A board, as its board.json says.</summary>
    public sealed class Board
    {
        private static readonly JsonSerializerOptions s_options = new() { PropertyNameCaseInsensitive = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

        public const string Node = "node";

        [JsonIgnore]
        public string Folder { get; private set; }

        public required string Name { get; init; }

        public required string Chip { get; init; }

        /// <summary>The firmware for each image.</summary>
        public required Dictionary<string, string> Targets { get; init; }

        public required int FlashKilobytes { get; init; }

        public required Deployment Deployment { get; init; }

        /// <summary>The managed heap with each target.</summary>
        public required Dictionary<string, int> HeapKilobytes { get; init; }

        public required string[] Roles { get; init; }

        /// <summary>The radio's pins by signal, null without a radio.</summary>
        public Dictionary<string, int> Radio { get; init; }

        public Battery Battery { get; init; }

        public Wired[] Wired { get; init; } = System.Array.Empty<Wired>();

        public static IReadOnlyList<Board> All(Repository repository)
        {
            return Directory.EnumerateFiles(repository.PathOf("boards"), "board.json", SearchOption.AllDirectories)
                .Order(System.StringComparer.Ordinal)
                .Select(Load)
                .ToArray();
        }

        /// <exception cref="FlashException">There is no such board.</exception>
        public static Board Find(Repository repository, string name)
        {
            IReadOnlyList<Board> all = All(repository);
            return all.FirstOrDefault(b => b.Folder == name)
                ?? throw new FlashException(ExitCode.Usage, $"unknown board \"{name}\": one of {string.Join(", ", all.Select(b => b.Folder))}");
        }

        public static Board Load(string file)
        {
            Board board = JsonSerializer.Deserialize<Board>(File.ReadAllText(file), s_options);
            board.Folder = Path.GetFileName(Path.GetDirectoryName(file));
            return board;
        }

        /// <summary>The firmware an image needs: the Gateway's has Bluetooth, the Node's serves all others.</summary>
        public string TargetFor(string image)
        {
            return Targets.GetValueOrDefault(image, Targets[Node]);
        }

        /// <summary>Every pin and what it is wired to.</summary>
        public IEnumerable<(int Pin, string Use, bool Driven)> Pins()
        {
            foreach ((string signal, int pin) in Radio ?? new Dictionary<string, int>())
            {
                yield return (pin, "radio " + signal.ToUpper(CultureInfo.InvariantCulture), signal is "sck" or "mosi" or "nss" or "reset");
            }

            if (Battery != null)
            {
                yield return (Battery.Pin, "battery", false);
            }

            foreach (Wired wired in Wired)
            {
                yield return (wired.Pin, wired.Use, wired.Drive);
            }
        }
    }
}
