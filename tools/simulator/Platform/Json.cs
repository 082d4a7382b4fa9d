// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
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
                return JsonSerializer.Deserialize(value, type);
            }
            catch (JsonException)
            {
                throw new DeserializationException();
            }
        }
    }
}
