// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Objects;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// The waits between attempts to register, by the Server object's own resources 17 to 20 when it has them (LwM2M 1.1
    /// section 6.2.1.2). Only a Register is an attempt. A device nobody can reach never gives up: where the specification ends,
    /// the sequences go on.
    /// </summary>
    internal sealed class RetrySequence
    {
        private const int DefaultRetryCount = 5;
        private const int DefaultRetryTimerSeconds = 60;
        private const int DefaultSequenceDelaySeconds = 86400;

        private readonly ClientOptions _options;
        private int _attempts;
        private int _sequences;

        internal RetrySequence(ClientOptions options)
        {
            _options = options;
        }

        /// <summary>The attempts succeeded.</summary>
        internal void Clear()
        {
            _attempts = 0;
            _sequences = 0;
        }

        /// <summary>All attempts that were agreed have failed: it is time for the bootstrap server.</summary>
        internal bool HasFailed(ServerInstance server)
        {
            return server.BootstrapsOnFailure && _sequences >= (server.SequenceRetryCount > 0 ? server.SequenceRetryCount : 1);
        }

        /// <summary>An attempt has failed.</summary>
        /// <returns>Milliseconds until the next.</returns>
        internal long NextWait(ServerInstance server)
        {
            _attempts++;
            bool own = server.RetryCount == ServerInstance.Absent && server.RetryTimerSeconds == ServerInstance.Absent;
            long count = server.RetryCount > 0 ? server.RetryCount : DefaultRetryCount;
            long wait = own ? _options.RetryMilliseconds
                : (server.RetryTimerSeconds == ServerInstance.Absent ? DefaultRetryTimerSeconds : server.RetryTimerSeconds) * 1000L;
            if (_attempts >= count)
            {
                _sequences++;
                if (!own)
                {
                    _attempts = 0;
                    return (server.SequenceDelaySeconds == ServerInstance.Absent ? DefaultSequenceDelaySeconds : server.SequenceDelaySeconds) * 1000L;
                }
            }

            for (int i = 1; i < _attempts && wait < _options.MaximumRetryMilliseconds; i++)
            {
                wait *= 2;
            }

            return own && wait > _options.MaximumRetryMilliseconds ? _options.MaximumRetryMilliseconds : wait;
        }
    }
}
