// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Text
{
    /// <summary>A date and time as text (RFC 3339 section 5.6).</summary>
    internal static class DateText
    {
        private const int ShortestLength = 20;

        /// <summary>Reads a date such as 2013-03-21T20:04:00Z or 2013-03-21T21:04:00.5+01:00.</summary>
        /// <param name="buffer">Holds the text.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <param name="seconds">Receives whole seconds since 1970-01-01 UTC.</param>
        /// <returns>False when it is none.</returns>
        internal static bool TryParse(byte[] buffer, int offset, int count, out long seconds)
        {
            seconds = 0;
            if (count < ShortestLength || buffer[offset + 4] != '-' || buffer[offset + 7] != '-' || buffer[offset + 13] != ':' || buffer[offset + 16] != ':')
            {
                return false;
            }

            int year = Number(buffer, offset, 4);
            int month = Number(buffer, offset + 5, 2);
            int day = Number(buffer, offset + 8, 2);
            int hour = Number(buffer, offset + 11, 2);
            int minute = Number(buffer, offset + 14, 2);
            int second = Number(buffer, offset + 17, 2);
            int at = offset + 19;
            int end = offset + count;
            if (buffer[at] == '.')
            {
                at++;
                while (at < end && buffer[at] >= '0' && buffer[at] <= '9')
                {
                    at++;
                }
            }

            int zone = Zone(buffer, at, end);
            bool possible = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour >= 0 && hour < 24
                && minute >= 0 && minute < 60 && second >= 0 && second <= 60 && zone != int.MaxValue;
            seconds = possible ? Days(year, month, day) * 86400L + hour * 3600 + minute * 60 + second - zone : 0;
            return possible;
        }

        // Seconds east of UTC.
        private static int Zone(byte[] buffer, int at, int end)
        {
            if (at + 1 == end && (buffer[at] == 'Z' || buffer[at] == 'z'))
            {
                return 0;
            }

            if (at + 6 != end || (buffer[at] != '+' && buffer[at] != '-') || buffer[at + 3] != ':')
            {
                return int.MaxValue;
            }

            int hours = Number(buffer, at + 1, 2);
            int minutes = Number(buffer, at + 4, 2);
            int east = hours * 3600 + minutes * 60;
            return hours < 0 || minutes < 0 ? int.MaxValue : buffer[at] == '-' ? -east : east;
        }

        private static int Number(byte[] buffer, int at, int digits)
        {
            int value = 0;
            for (int i = 0; i < digits; i++)
            {
                int digit = buffer[at + i] - '0';
                value = digit < 0 || digit > 9 || value < 0 ? -1 : value * 10 + digit;
            }

            return value;
        }

        // Days since 1970-01-01, counted in years that begin in March.
        private static long Days(int year, int month, int day)
        {
            year -= month <= 2 ? 1 : 0;
            int ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
            return year * 365L + year / 4 - year / 100 + year / 400 + ofYear - 719468;
        }
    }
}
