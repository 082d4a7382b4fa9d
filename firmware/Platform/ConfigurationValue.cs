// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using LwM2M.Nano.Platform;

namespace Firmware.Platform
{
    /// <summary>A value of the configuration. One that is not what its key needs is named in the log, and its default holds.</summary>
    public sealed class ConfigurationValue
    {
        private readonly string _key;
        private readonly object _value;
        private readonly Log _log;

        /// <summary>Creates a value.</summary>
        /// <param name="key">Its key.</param>
        /// <param name="value">A string, a boxed long, a boxed bool, an ArrayList of these, or null.</param>
        /// <param name="log">Says what is wrong with it.</param>
        public ConfigurationValue(string key, object value, Log log)
        {
            _key = key;
            _value = value;
            _log = log;
        }

        /// <summary>A whole number.</summary>
        /// <param name="minimum">The least that is allowed.</param>
        /// <param name="maximum">The most that is allowed.</param>
        /// <param name="fallback">What holds when it is none, or out of its bounds.</param>
        /// <returns>A number within the bounds, or <paramref name="fallback"/>.</returns>
        public int Integer(int minimum, int maximum, int fallback)
        {
            if (_value is long)
            {
                long number = (long)_value;
                if (number >= minimum && number <= maximum)
                {
                    return (int)number;
                }
            }

            Refuse(" must be a whole number from " + minimum.ToString() + " to " + maximum.ToString() + ", using " + fallback.ToString());
            return fallback;
        }

        /// <summary>True or false.</summary>
        /// <returns>The value; false when it is neither.</returns>
        public bool Boolean()
        {
            if (_value is bool)
            {
                return (bool)_value;
            }

            Refuse(" must be true or false, using false");
            return false;
        }

        /// <summary>A text.</summary>
        /// <returns>The text; null when it is none.</returns>
        public string Text()
        {
            string text = _value as string;
            if (text == null)
            {
                Refuse(" must be a text");
            }

            return text;
        }

        /// <summary>One of some texts.</summary>
        /// <param name="texts">Those, the default first.</param>
        /// <returns>One of them.</returns>
        public string OneOf(params string[] texts)
        {
            string known = "";
            for (int i = 0; i < texts.Length; i++)
            {
                known += (i == 0 ? "" : ", ") + texts[i];
                if (texts[i] == _value as string)
                {
                    return texts[i];
                }
            }

            Refuse(" must be one of " + known + "; using " + texts[0]);
            return texts[0];
        }

        /// <summary>A list of texts.</summary>
        /// <returns>The texts; none when it is no list, without the items that are no texts.</returns>
        public string[] Texts()
        {
            ArrayList items = _value as ArrayList;
            int count = 0;
            for (int i = 0; items != null && i < items.Count; i++)
            {
                count += items[i] is string ? 1 : 0;
            }

            if (items == null || count < items.Count)
            {
                Refuse(" must be a list of texts");
            }

            string[] texts = new string[count];
            for (int i = 0, at = 0; at < count; i++)
            {
                if (items[i] is string)
                {
                    texts[at++] = (string)items[i];
                }
            }

            return texts;
        }

        private void Refuse(string why)
        {
            _log.Write("configuration: " + _key + why);
        }
    }
}
