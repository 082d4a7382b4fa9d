// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;

namespace LwM2M.Nano.Model
{
    /// <summary>
    /// Makes a write of several values atomic: before a resource changes its old value is recorded, and put back when a
    /// later one fails. Old values are kept as TLV in one fixed buffer.
    /// </summary>
    public sealed class WriteTransaction
    {
        private const int MaximumResources = 16;

        private readonly ObjectRegistry _registry;
        private const int OldLength = 384;

        private readonly ResourceWriter _writer;
        private readonly ResourceReader _reader;
        private byte[] _old; // made for the first write
        private readonly long[] _paths = new long[MaximumResources];
        private readonly int[] _ends = new int[MaximumResources];
        private int _count;

        /// <summary>Creates a transaction.</summary>
        /// <param name="registry">The client's objects.</param>
        /// <param name="writer">Writes old values; a format that names every value.</param>
        /// <param name="reader">Reads them back.</param>
        internal WriteTransaction(ObjectRegistry registry, ResourceWriter writer, ResourceReader reader)
        {
            _registry = registry;
            _writer = writer;
            _reader = reader;
        }

        /// <summary>Starts anew.</summary>
        internal void Begin()
        {
            _count = 0;
        }

        /// <summary>Enters a resource that is about to be written. Entering it again changes nothing.</summary>
        /// <param name="found">The object.</param>
        /// <param name="instanceId">An existing instance.</param>
        /// <param name="definition">The resource's definition.</param>
        /// <param name="keepOld">Whether its value must be kept to be put back; not when it is the only one.</param>
        /// <returns>Changed, Pending while the old value is on its way, or RequestEntityTooLarge when there is no room.</returns>
        public CoapCode Record(LwM2MObject found, int instanceId, int definition, bool keepOld)
        {
            long path = ResourcePath.Of(found.ObjectId, instanceId, Resource.Id(definition));
            for (int i = 0; i < _count; i++)
            {
                if (_paths[i] == path)
                {
                    return CoapCode.Changed;
                }
            }

            if (_count == MaximumResources)
            {
                return CoapCode.RequestEntityTooLarge;
            }

            int end = _count == 0 ? 0 : _ends[_count - 1];
            if (keepOld)
            {
                _old = _old == null ? new byte[OldLength] : _old;
                _writer.Open(_old, end, _old.Length - end);
                CoapCode code = Collector.CollectResource(found, instanceId, definition, ResourcePath.None, _writer);
                if (code == CoapCode.Pending || _writer.Overflowed)
                {
                    return code == CoapCode.Pending ? code : CoapCode.RequestEntityTooLarge;
                }

                end += code == CoapCode.Content ? _writer.Length : 0;
            }

            _paths[_count] = path;
            _ends[_count] = end;
            _count++;
            return CoapCode.Changed;
        }

        /// <summary>Puts every recorded value back, the last one first. Nobody waits for the slow ones.</summary>
        internal void Rollback()
        {
            if (_count > 0)
            {
                _registry.Operation.End();
                _registry.Operation.Start(ObjectRegistry.NobodysTicket, false, _registry.Operation.ServerId);
            }

            for (int i = _count - 1; i >= 0; i--)
            {
                int start = i == 0 ? 0 : _ends[i - 1];
                if (_ends[i] == start)
                {
                    continue;
                }

                int instanceId = ResourcePath.InstanceId(_paths[i]);
                int resourceId = ResourcePath.ResourceId(_paths[i]);
                LwM2MObject found = _registry.Find(ResourcePath.ObjectId(_paths[i]));
                if ((found.Define(resourceId) & Resource.Multiple) != 0)
                {
                    found.ClearResource(instanceId, resourceId);
                }

                _reader.Open(_old, start, _ends[i] - start, ResourcePath.Of(found.ObjectId, instanceId));
                while (_reader.MoveNext())
                {
                    if (!_reader.IsEmptyMultiple)
                    {
                        found.WriteResource(instanceId, resourceId, ResourcePath.ResourceInstanceId(_reader.Path), _reader);
                    }
                }
            }

            _count = 0;
        }

        /// <summary>Tells observers of every resource written. Called after success only.</summary>
        internal void Commit()
        {
            for (int i = 0; i < _count; i++)
            {
                _registry.OnChanged(_paths[i]);
            }
        }
    }
}
