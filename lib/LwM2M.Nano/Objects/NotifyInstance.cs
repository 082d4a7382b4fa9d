// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Objects
{
    /// <summary>One instance of <see cref="NotifyObject"/>: what is reported, where to, and how often.</summary>
    public sealed class NotifyInstance : Model.ObjectInstance
    {
        private string _uriPath = "";

        internal NotifyInstance(int id)
            : base(id)
        {
        }

        /// <summary>The path of what is reported.</summary>
        public long Target { get; internal set; } = Model.ResourcePath.Root;

        /// <summary>Which server is told.</summary>
        public int ShortServerId { get; internal set; }

        /// <summary>Where on the server.</summary>
        public string UriPath
        {
            get
            {
                return _uriPath;
            }

            internal set
            {
                _uriPath = value;
                TargetPath = value.Trim('/');
            }
        }

        /// <summary>The path without slashes at its ends.</summary>
        internal string TargetPath { get; private set; } = "";

        /// <summary>How often, in seconds; 0 pauses.</summary>
        public int PeriodSeconds { get; internal set; }

        /// <summary>Confirmable messages.</summary>
        public bool IsConfirmable { get; internal set; }

        /// <summary>The server is asked not to answer.</summary>
        public bool IsNoResponse { get; internal set; }

        /// <summary>The format asked for, or none.</summary>
        public int ContentFormat { get; internal set; } = Coap.ContentFormat.None;

        /// <summary>When the next notification is due, in milliseconds since 1970-01-01 UTC.</summary>
        public long NextDue { get; internal set; }

        /// <summary>It is to be sent at once, beside its period: something has happened.</summary>
        public bool IsAsked { get; internal set; }

        /// <summary>The server answered with a Reset: stopped until the instance is written again.</summary>
        public bool IsStopped { get; internal set; }

        /// <summary>How many bytes the last notification's value had, 0 before the first.</summary>
        public int LastLength { get; internal set; }

        /// <summary>When the last report went that nobody acknowledges, in milliseconds of the clock; 0 for none that may still be refused.</summary>
        internal long UnsettledSince { get; set; }

        /// <summary>When the last report was made, in milliseconds since 1970-01-01 UTC.</summary>
        internal long ReportedAtUtc { get; set; }

        /// <summary>The last report was refused, or reset, and the server was asked whether it still knows the client.</summary>
        internal bool IsDoubted { get; set; }

        /// <summary>Names the read in progress, 0 for none.</summary>
        internal int Ticket { get; set; }

        /// <summary>Sets the next due time so that the phase is kept: due + n periods, the first in the future.</summary>
        /// <param name="now">Milliseconds since 1970-01-01 UTC.</param>
        internal void Advance(long now)
        {
            long period = PeriodSeconds * 1000L;
            if (period <= 0)
            {
                return;
            }

            NextDue = NextDue > now + period ? now + period : NextDue + ((now - NextDue) / period + 1) * period;
        }
    }
}
