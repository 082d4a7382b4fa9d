// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;

namespace LwM2M.Nano.Formats
{
    /// <summary>Takes one value from an object and keeps it as a number, to compare it with a limit.</summary>
    internal sealed class NumberProbe : ResourceWriter
    {
        /// <summary>How many numbers are compared; of a resource with more instances the first.</summary>
        internal const int MaximumNumbers = 8;

        private readonly double[] _numbers = new double[MaximumNumbers];
        private readonly int[] _instances = new int[MaximumNumbers];

        /// <summary>How many numbers there are.</summary>
        internal int Count { get; private set; }

        /// <summary>One of the numbers.</summary>
        internal double Number(int index)
        {
            return _numbers[index];
        }

        /// <summary>The resource instance it belongs to, <see cref="ResourcePath.None"/> where there is one value.</summary>
        internal int Instance(int index)
        {
            return _instances[index];
        }

        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.None; }
        }

        /// <inheritdoc/>
        public override bool IsStructured
        {
            get { return false; }
        }

        internal void Clear()
        {
            Count = 0;
            IsAbsent = false;
        }

        /// <inheritdoc/>
        public override void WriteInteger(long value)
        {
            WriteFloat(value);
        }

        /// <inheritdoc/>
        protected override void WriteLargeUnsigned(ulong value)
        {
            WriteFloat((double)(long)(value >> 1) * 2);
        }

        /// <inheritdoc/>
        protected override void PutFloat(double value)
        {
            if (Count < MaximumNumbers)
            {
                _instances[Count] = ResourcePath.ResourceInstanceId(CurrentPath);
                _numbers[Count] = value;
                Count++;
            }
        }

        /// <inheritdoc/>
        public override void WriteBoolean(bool value)
        {
        }

        /// <inheritdoc/>
        protected internal override void PutString(byte[] utf8, int offset, int count)
        {
        }

        /// <inheritdoc/>
        public override void WriteString(string value)
        {
        }

        /// <inheritdoc/>
        public override void WriteOpaque(byte[] value, int offset, int count)
        {
        }

        /// <inheritdoc/>
        public override void WriteObjectLink(int objectId, int instanceId)
        {
        }

        /// <inheritdoc/>
        public override void WriteNull()
        {
        }
    }
}
