// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;

namespace LwM2M.Nano.Objects
{
    /// <summary>One instance of <see cref="ServerObject"/>: what a server has agreed with the client.</summary>
    public sealed class ServerInstance : ObjectInstance
    {
        /// <summary>A value that is not there.</summary>
        public const int Absent = -1;

        private readonly long[] _numbers = new long[ServerObject.NumberCount];

        internal ServerInstance(int id)
            : base(id)
        {
            for (int i = 0; i < _numbers.Length; i++)
            {
                _numbers[i] = Absent;
            }

            this[1] = 86400;
            this[2] = 0;
            this[3] = 0;
            this[5] = 86400;
        }

        /// <summary>An integer resource by its ID; <see cref="Absent"/> when it is not there.</summary>
        /// <param name="resourceId">0 to 20.</param>
        /// <returns>The value.</returns>
        public long this[int resourceId]
        {
            get { return _numbers[resourceId]; }
            set { _numbers[resourceId] = value; }
        }

        /// <summary>Short Server ID (0), 1 to 65534.</summary>
        public int ShortServerId
        {
            get { return (int)this[0]; }
            set { this[0] = value; }
        }

        /// <summary>Lifetime (1) of the registration in seconds.</summary>
        public long LifetimeSeconds
        {
            get { return this[1]; }
            set { this[1] = value; }
        }

        /// <summary>Default Minimum Period (2) between notifications in seconds.</summary>
        public long DefaultMinimumPeriodSeconds
        {
            get { return this[2]; }
            set { this[2] = value; }
        }

        /// <summary>Default Maximum Period (3) between notifications in seconds, 0 for none.</summary>
        public long DefaultMaximumPeriodSeconds
        {
            get { return this[3]; }
            set { this[3] = value; }
        }

        /// <summary>Disable Timeout (5) in seconds.</summary>
        public long DisableTimeoutSeconds
        {
            get { return this[5]; }
            set { this[5] = value; }
        }

        /// <summary>Notification Storing When Disabled or Offline (6).</summary>
        public bool StoresNotifications { get; set; } = true;

        /// <summary>Binding (7): "U", or "UQ" in LwM2M 1.0 for a client that sleeps.</summary>
        public string Binding { get; set; } = "U";

        /// <summary>Initial Registration Delay Timer (14) in seconds, or absent.</summary>
        public long InitialDelaySeconds
        {
            get { return this[14]; }
            set { this[14] = value; }
        }

        /// <summary>Bootstrap on Registration Failure (16).</summary>
        public bool BootstrapsOnFailure { get; set; } = true;

        /// <summary>Communication Retry Count (17): attempts in a sequence, or absent.</summary>
        public long RetryCount
        {
            get { return this[17]; }
            set { this[17] = value; }
        }

        /// <summary>Communication Retry Timer (18): the first wait between attempts in seconds, doubled at each, or absent.</summary>
        public long RetryTimerSeconds
        {
            get { return this[18]; }
            set { this[18] = value; }
        }

        /// <summary>Communication Sequence Delay Timer (19): the wait between sequences in seconds, or absent.</summary>
        public long SequenceDelaySeconds
        {
            get { return this[19]; }
            set { this[19] = value; }
        }

        /// <summary>Communication Sequence Retry Count (20): sequences before the registration has failed, or absent.</summary>
        public long SequenceRetryCount
        {
            get { return this[20]; }
            set { this[20] = value; }
        }

        /// <summary>Mute Send (23): the server wants no LwM2M Send.</summary>
        public bool IsSendMuted { get; set; }

        /// <summary>The server executed Registration Update Trigger (8), or wrote the lifetime.</summary>
        public bool UpdateRequested { get; internal set; }

        /// <summary>The server executed Disable (4).</summary>
        public bool DisableRequested { get; internal set; }

        /// <summary>The server executed Bootstrap-Request Trigger (9).</summary>
        public bool BootstrapRequested { get; internal set; }
    }
}
