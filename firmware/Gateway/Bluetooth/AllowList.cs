// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Firmware.Gateway.Bluetooth
{
    /// <summary>
    /// Which peripherals may be connected: by address ("C0FFEE000001"), by advertised service UUID ("180D" for one of the SIG's), or by the start of one
    /// of them and an asterisk. An empty list allows none; "*" alone is open mode and must be asked for.
    /// </summary>
    public sealed class AllowList
    {
        private const int ShortUuidLength = 4;
        private const string SigBase = "00001000800000805f9b34fb";

        private readonly string[] _patterns;

        /// <summary>Creates the list.</summary>
        /// <param name="patterns">Hexadecimal digits; colons and case do not matter.</param>
        public AllowList(string[] patterns)
        {
            _patterns = new string[patterns.Length];
            for (int i = 0; i < patterns.Length; i++)
            {
                string plain = Plain(patterns[i]);
                _patterns[i] = plain.Length == ShortUuidLength && plain[ShortUuidLength - 1] != '*' ? "0000" + plain + SigBase : plain;
            }
        }

        /// <summary>Whether a peripheral may be connected.</summary>
        /// <param name="address">Its address.</param>
        /// <param name="services">The services it advertises.</param>
        /// <returns>True when a pattern matches.</returns>
        public bool Allows(ulong address, Guid[] services)
        {
            if (Matches(address.ToString("X12").ToLower()))
            {
                return true;
            }

            for (int i = 0; i < services.Length; i++)
            {
                if (Matches(Plain(services[i].ToString())))
                {
                    return true;
                }
            }

            return false;
        }

        private bool Matches(string text)
        {
            for (int i = 0; i < _patterns.Length; i++)
            {
                string pattern = _patterns[i];
                int length = pattern.Length;
                bool open = length > 0 && pattern[length - 1] == '*';
                if (open ? text.StartsWith(pattern.Substring(0, length - 1)) : text == pattern)
                {
                    return true;
                }
            }

            return false;
        }

        private static string Plain(string text)
        {
            string plain = "";
            foreach (char c in text.ToLower().ToCharArray())
            {
                plain += c == ':' || c == '-' ? "" : c.ToString();
            }

            return plain;
        }
    }
}
