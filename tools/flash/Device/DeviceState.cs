// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace Flash.Device
{
    /// <summary>How serious a line of a device's log is.</summary>
    public enum LineKind
    {
        Plain,
        Good,
        Worth,
        Bad
    }

    /// <summary>What a device's log says of its state.</summary>
    public sealed class DeviceState
    {
        private readonly HashSet<string> _peripherals = new();
        private readonly HashSet<string> _twins = new();
        private string _registered = "not registered";
        private string _sleep = "";

        /// <summary>Reads a line.</summary>
        public LineKind Take(string line)
        {
            if (Match(line, @"^(?:registered as|resumed) (\S+)", out string location))
            {
                _registered = "registered at " + location;
                return LineKind.Good;
            }

            if (Match(line, @"^connected ([0-9A-F]{12})", out string address))
            {
                _peripherals.Add(address);
                return LineKind.Good;
            }

            if (Match(line, @"^lost ([0-9A-F]{12})", out address))
            {
                _peripherals.Remove(address);
                return LineKind.Worth;
            }

            if (Match(line, @"^twin (/\d+/\d+) (?:of|removed)", out string twin))
            {
                _ = line.EndsWith("removed", StringComparison.Ordinal) ? _twins.Remove(twin) : _twins.Add(twin);
                return LineKind.Good;
            }

            if (Match(line, @"^sleep (\d+) s", out string seconds))
            {
                _sleep = $", last slept {seconds} s";
                return LineKind.Plain;
            }

            if (line.Trim() is "joined")
            {
                return LineKind.Good;
            }

            return Regex.IsMatch(line, "out of memory|failed|cannot|ended|Exception|torn|reboot") ? LineKind.Bad
                : Regex.IsMatch(line, @"^(no |not )|dropped|refuse|timed? ?out|given up|answered [45]\.|configuration:|is not|missing|lost") ? LineKind.Worth
                : LineKind.Plain;
        }

        public override string ToString()
        {
            string peripherals = _peripherals.Count + _twins.Count == 0 ? "" : $", {_peripherals.Count} peripherals connected, {_twins.Count} twins";
            return $"{_registered}{peripherals}{_sleep}";
        }

        private static bool Match(string line, string pattern, out string value)
        {
            Match match = Regex.Match(line, pattern);
            value = match.Groups[1].Value;
            return match.Success;
        }
    }
}
