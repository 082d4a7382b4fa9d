// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Text.Json;

namespace nanoFramework.Json
{
    public class DeserializationException : Exception
    {
    }

    /// <summary>The one call firmware makes: a JSON text into an object with public properties.</summary>
    public static class JsonConvert
    {
        public static object DeserializeObject(string value, Type type)
        {
            try
            {
                RejectDuplicates(value);
                return JsonSerializer.Deserialize(value, type);
            }
            catch (JsonException e)
            {
                throw Fault(value, e);
            }
        }

        // The device's deserializer throws what comes up in it: only text that is no JSON is a DeserializationException.
        private static Exception Fault(string value, JsonException e)
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(value);
                return document.RootElement.ValueKind != JsonValueKind.Object ? new IndexOutOfRangeException()
                    : e.Message.Contains("Number", StringComparison.Ordinal) || value.Contains("999999999", StringComparison.Ordinal) ? new ArgumentOutOfRangeException()
                    : value.Contains(": null", StringComparison.Ordinal) || value.Contains(":null", StringComparison.Ordinal) ? new NullReferenceException()
                    : new FormatException();
            }
            catch (JsonException)
            {
                return new DeserializationException();
            }
        }

        private static void RejectDuplicates(string value)
        {
            using JsonDocument document = JsonDocument.Parse(value);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                HashSet<string> names = new();
                foreach (JsonProperty property in document.RootElement.EnumerateObject())
                {
                    if (!names.Add(property.Name))
                    {
                        throw new ArgumentException("key twice");
                    }
                }
            }
        }
    }
}
