// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// The path a server gives a registration, as text such as "rd/5a3f". A segment may hold anything: a slash and a percent sign
    /// within one are written %2F and %25 (RFC 7252 section 6.5), an empty segment is nothing between two slashes.
    /// </summary>
    internal static class Location
    {
        /// <summary>Reads the Location-Path options of a response.</summary>
        /// <returns>Null when it has none.</returns>
        internal static string Read(CoapMessage response)
        {
            string location = null;
            for (int i = 0; i < response.OptionCount; i++)
            {
                if (response.OptionNumber(i) == CoapOption.LocationPath)
                {
                    location = (location == null ? "" : location + "/") + Escape(response.OptionText(i));
                }
            }

            return location;
        }

        /// <summary>Adds the path as Uri-Path options.</summary>
        internal static void AddTo(CoapWriter writer, string location)
        {
            if (location.IndexOf('%') < 0 && location.IndexOf("//") < 0 && location[0] != '/' && location[location.Length - 1] != '/')
            {
                writer.AddPath(CoapOption.UriPath, location);
                return;
            }

            string[] segments = location.Split('/');
            for (int i = 0; i < segments.Length; i++)
            {
                writer.AddOption(CoapOption.UriPath, Unescape(segments[i]));
            }
        }

        private static string Escape(string segment)
        {
            string text = "";
            for (int i = 0; i < segment.Length; i++)
            {
                char c = segment[i];
                text += c == '/' ? "%2F" : c == '%' ? "%25" : c.ToString();
            }

            return text;
        }

        private static string Unescape(string segment)
        {
            string text = "";
            for (int i = 0; i < segment.Length; i++)
            {
                bool escaped = segment[i] == '%';
                text += !escaped ? segment[i].ToString() : segment[i + 2] == 'F' ? "/" : "%";
                i += escaped ? 2 : 0;
            }

            return text;
        }
    }
}
