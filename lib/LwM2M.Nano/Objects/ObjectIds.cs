// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Objects
{
    /// <summary>
    /// The IDs that are ours to choose. The seed paper took 2346, 2347 and 5913 to 5920 from the unassigned ones; 3360 is
    /// its Position object, though the public registry has given that number to another. Change them here only.
    /// </summary>
    public static class ObjectIds
    {
        /// <summary>Position.</summary>
        public const int Position = 3360;

        /// <summary>Batch.</summary>
        public const int Batch = 2346;

        /// <summary>Batch Configuration: the paths of the members.</summary>
        public const int BatchConfiguration = 5913;

        /// <summary>Batch Value: their values, in the same order.</summary>
        public const int BatchValue = 5914;

        /// <summary>Notify.</summary>
        public const int Notify = 2347;

        /// <summary>Notify: link to what is reported.</summary>
        public const int NotifyResourceUri = 5915;

        /// <summary>Notify: Short Server ID of the receiver.</summary>
        public const int NotifyShortServerId = 5916;

        /// <summary>Notify: path on the server.</summary>
        public const int NotifyUriPath = 5917;

        /// <summary>Notify: period in seconds, 0 pauses.</summary>
        public const int NotifyPeriodicity = 5918;

        /// <summary>Notify: send confirmable messages.</summary>
        public const int NotifyConfirmable = 5919;

        /// <summary>Notify: ask the server not to answer.</summary>
        public const int NotifyNoResponse = 5920;

        /// <summary>
        /// Notify: the Content-Format of what is sent. Not the seed's: the next ID after its last, since it came after it.
        /// Without it a value goes as CBOR, what CBOR cannot hold as SenML CBOR.
        /// </summary>
        public const int NotifyContentFormat = 5921;

        /// <summary>Notify: how many bytes the last notification had, read only. Ours too, the ID after that.</summary>
        public const int NotifyLastLength = 5922;
    }
}
