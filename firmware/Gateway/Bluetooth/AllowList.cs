// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Firmware.Gateway.Bluetooth
{
    /// <summary>
    /// Which peripherals are let in: by address ("C0FFEE000001"), by advertised service UUID ("180D" for one of the SIG's), or by
    /// the start of one of them and an asterisk. An empty list lets none in; "*" alone is open mode and must be asked for.
    /// </summary>
    public sealed class AllowList
    {
        private const int ShortUuidLength = 4;
        private const string SigStart = "0000";
        private const string SigBase = "00001000800000805f9b34fb";
        private const string Open = "*";

        private readonly string[] _patterns;

        /// <summary>Creates the list.</summary>
        /// <param name="patterns">Hexadecimal digits; colons and case do not matter.</param>
        public AllowList(string[] patterns)
        {
            _patterns = new string[patterns.Length];
            for (int i = 0; i < patterns.Length; i++)
            {
                _patterns[i] = Plain(patterns[i]);
            }
        }

        /// <summary>Whether a peripheral is let in.</summary>
        /// <param name="address">Its address.</param>
        /// <param name="services">The services it advertises.</param>
        /// <param name="named">A pattern other than "*" matches.</param>
        /// <returns>True when a pattern matches.</returns>
        public bool Allows(ulong address, Guid[] services, out bool named)
        {
            named = Names(address, services);
            for (int i = 0; i < _patterns.Length && !named; i++)
            {
                if (_patterns[i] == Open)
                {
                    return true;
                }
            }

            return named;
        }

        private bool Names(ulong address, Guid[] services)
        {
            if (Matches(address.ToString("X12").ToLower()))
            {
                return true;
            }

            for (int i = 0; i < services.Length; i++)
            {
                // One of the SIG's is known by its 16 bits too.
                string service = Plain(services[i].ToString());
                bool isSig = service.StartsWith(SigStart) && service.Substring(SigStart.Length + ShortUuidLength) == SigBase;
                if (Matches(service) || (isSig && Matches(service.Substring(SigStart.Length, ShortUuidLength))))
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
                bool start = length > 1 && pattern[length - 1] == '*';
                if (start ? text.StartsWith(pattern.Substring(0, length - 1)) : text == pattern)
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
