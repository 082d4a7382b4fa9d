// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

// Reference stub of nanoFramework.Json: signatures only, as the device has them.

namespace nanoFramework.Json
{
    public class DeserializationException : global::System.Exception
    {
        public DeserializationException() => throw null;
    }

    public static class JsonConvert
    {
        public static string SerializeObject(object oSource) => throw null;
        public static object DeserializeObject(string value, global::System.Type type) => throw null;
        public static object DeserializeObject(string value, global::System.Type type, global::nanoFramework.Json.JsonSerializerOptions options) => throw null;
        public static object DeserializeObject(global::System.IO.Stream stream, global::System.Type type) => throw null;
        public static object DeserializeObject(global::System.IO.Stream stream, global::System.Type type, global::nanoFramework.Json.JsonSerializerOptions options) => throw null;
        public static object DeserializeObject(global::System.IO.StreamReader streamReader, global::System.Type type) => throw null;
        public static object DeserializeObject(global::System.IO.StreamReader streamReader, global::System.Type type, global::nanoFramework.Json.JsonSerializerOptions options) => throw null;
    }

    public enum JsonSerializerDefaults : int
    {
        General = 0,
        Web = 1,
    }

    public sealed class JsonSerializerOptions
    {
        public JsonSerializerOptions() => throw null;
        public JsonSerializerOptions(global::nanoFramework.Json.JsonSerializerDefaults defaults) => throw null;
        public static global::nanoFramework.Json.JsonSerializerOptions Default { get => throw null; }
        public bool PropertyNameCaseInsensitive { get => throw null; set { } }
        public bool ThrowExceptionWhenPropertyNotFound { get => throw null; set { } }
    }
}
