// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Twins;

namespace Firmware.Gateway.Views
{
    /// <summary>One number of one peripheral, seen as an instance of an IPSO object.</summary>
    internal sealed class ViewInstance
    {
        internal ViewInstance(int instanceId, TwinObject twins, TwinInstance twin, int index, int view)
        {
            InstanceId = instanceId;
            Twins = twins;
            Twin = twin;
            Index = index;
            View = view;
        }

        internal int InstanceId { get; }

        /// <summary>The object the raw twin belongs to.</summary>
        internal TwinObject Twins { get; }

        internal TwinInstance Twin { get; }

        /// <summary>Which of the twin's records.</summary>
        internal int Index { get; }

        /// <summary>Which of the characteristic's views.</summary>
        internal int View { get; }
    }
}
