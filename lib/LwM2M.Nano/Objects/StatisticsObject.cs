// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Objects
{
    /// <summary>
    /// Connectivity Statistics, object 7: what has passed to and from the servers since Start, fed by the channels. Counting
    /// ends at Stop, or when the collection period is over.
    /// </summary>
    public sealed class StatisticsObject : LwM2MObject
    {
        /// <summary>Object ID.</summary>
        public const int Id = 7;

        private const int TxData = 2;
        private const int RxData = 3;
        private const int MaximumMessageSize = 4;
        private const int AverageMessageSize = 5;
        private const int StartId = 6;
        private const int StopId = 7;
        private const int CollectionPeriod = 8;

        private static readonly int[] s_resources =
        {
            TxData | Resource.Integer | Resource.Read,
            RxData | Resource.Integer | Resource.Read,
            MaximumMessageSize | Resource.Integer | Resource.Read,
            AverageMessageSize | Resource.Integer | Resource.Read,
            StartId | Resource.NoType | Resource.Execute,
            StopId | Resource.NoType | Resource.Execute,
            CollectionPeriod | Resource.Integer | Resource.Read | Resource.Write,
        };

        private readonly Clock _clock;
        private long _sent;
        private long _received;
        private int _messages;
        private int _largest;
        private int _periodSeconds;
        private long _started;
        private bool _counting;

        /// <summary>Creates the object. It counts from its first Start.</summary>
        /// <param name="clock">For the collection period.</param>
        public StatisticsObject(Clock clock)
            : base(Id, s_resources)
        {
            _clock = clock;
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            switch (resourceId)
            {
                case TxData:
                    writer.WriteInteger(_sent / 1000); // kilobytes
                    break;
                case RxData:
                    writer.WriteInteger(_received / 1000);
                    break;
                case MaximumMessageSize:
                    writer.WriteInteger(_largest);
                    break;
                case AverageMessageSize:
                    writer.WriteInteger(_messages == 0 ? 0 : (_sent + _received) / _messages);
                    break;
                default:
                    writer.WriteInteger(_periodSeconds);
                    break;
            }

            return CoapCode.Content;
        }

        /// <inheritdoc/>
        public override CoapCode ValidateResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            long period = reader.ReadInteger();
            return period >= 0 && period <= int.MaxValue ? CoapCode.Changed : CoapCode.BadRequest;
        }

        /// <inheritdoc/>
        public override CoapCode WriteResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            _periodSeconds = (int)reader.ReadInteger();
            return CoapCode.Changed;
        }

        /// <inheritdoc/>
        public override CoapCode ExecuteResource(int instanceId, int resourceId, byte[] buffer, int offset, int count)
        {
            _counting = resourceId == StartId;
            if (_counting)
            {
                _sent = 0;
                _received = 0;
                _messages = 0;
                _largest = 0;
                _started = _clock.Milliseconds;
            }

            return CoapCode.Changed;
        }

        internal void OnSent(int bytes)
        {
            if (Count(bytes))
            {
                _sent += bytes;
            }
        }

        internal void OnReceived(int bytes)
        {
            if (Count(bytes))
            {
                _received += bytes;
            }
        }

        private bool Count(int bytes)
        {
            _counting &= _periodSeconds == 0 || _clock.Milliseconds - _started < _periodSeconds * 1000L;
            if (_counting)
            {
                _messages++;
                _largest = bytes > _largest ? bytes : _largest;
            }

            return _counting;
        }
    }
}
